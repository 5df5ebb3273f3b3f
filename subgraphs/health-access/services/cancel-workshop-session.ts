import type { HealthAccessContext } from "../context.ts";
import { workshopOffer } from "../policies/workshop-offer.ts";
import { Workshops } from "../repositories/workshops.ts";
import { refuseState, requireFound, requireNavigator } from "./refusals.ts";
import { tellDirectory } from "./tell-directory.ts";

export interface CancelWorkshopSession {
  readonly session: string;
}

/** Cancels a session and withdraws it from the directory. A retry is safe: a cancelled session stays so. */
export async function cancelWorkshopSession(context: HealthAccessContext, { session: id }: CancelWorkshopSession) {
  const navigator = requireNavigator(context.viewer);
  return context.em.transactional(async (em) => {
    const session = requireFound(await new Workshops(em, navigator).lockSession(navigator, id), "session");
    if (session.isCancelled) return { workshopSession: session };
    if (session.endsAt <= new Date()) throw refuseState("This session is over; it stays as it was.", ["session"]);

    Object.assign(session, { isCancelled: true, version: session.version + 1 });
    await tellDirectory(context, em, [workshopOffer(session)], true);
    return { workshopSession: session };
  });
}
