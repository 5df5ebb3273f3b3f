import type { HealthAccessContext } from "../context.ts";
import { placesByName } from "../policies/workshop-offer.ts";
import { Workshops } from "../repositories/workshops.ts";
import { refuseState, requireFound, requireNavigator } from "./refusals.ts";

export interface CancelWorkshopRegistration {
  readonly registration: string;
}

/** Frees a place, which goes to whoever waits first. A retry is safe: a cancelled registration stays so. */
export async function cancelWorkshopRegistration(
  context: HealthAccessContext,
  { registration: id }: CancelWorkshopRegistration,
) {
  const navigator = requireNavigator(context.viewer);
  return context.em.transactional(async (em) => {
    const workshops = new Workshops(em, navigator);
    const found = requireFound(await workshops.lockRegistration(navigator, id), "registration");
    const { registration, session } = found;
    if (registration.status === "CANCELLED") return { workshopRegistration: registration, workshopSession: session };
    if (session.endsAt <= new Date() || registration.attendance !== null)
      throw refuseState("Whether she came is recorded, or the session is over.", ["registration"]);

    registration.status = "CANCELLED";
    await em.flush();
    await workshops.seats.giveToThoseWhoWait(session.id, placesByName(session));
    return { workshopRegistration: registration, workshopSession: session };
  });
}
