import type { HealthAccessContext } from "../context.ts";
import { Trainings } from "../repositories/trainings.ts";
import { refuseState, requireFound, requireMember } from "./refusals.ts";

export interface CancelTrainingRegistration {
  readonly registration: string;
}

/**
 * Cancels the viewer's own registration, or one of a session of her team; the place goes to whoever waits first. A retry is
 * safe: a cancelled registration stays so.
 */
export async function cancelTrainingRegistration(context: HealthAccessContext, input: CancelTrainingRegistration) {
  const member = requireMember(context.viewer);
  return context.em.transactional(async (em) => {
    const trainings = new Trainings(em, member);
    const found = requireFound(await trainings.lockRegistration(input.registration), "registration");
    const { registration, session } = found;
    if (registration.status === "CANCELLED") return { trainingRegistration: registration, trainingSession: session };
    if (session.endsAt <= new Date() || registration.attendance !== null)
      throw refuseState("Whether she came is recorded, or the session is over.", ["registration"]);
    registration.status = "CANCELLED";
    await em.flush();
    await trainings.seats.giveToThoseWhoWait(session.id, session.capacity);
    return { trainingRegistration: registration, trainingSession: session };
  });
}
