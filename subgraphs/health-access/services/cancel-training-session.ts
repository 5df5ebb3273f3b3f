import type { HealthAccessContext } from "../context.ts";
import { Trainings } from "../repositories/trainings.ts";
import { refuseState, requireFound, requireNavigator } from "./refusals.ts";

export interface CancelTrainingSession {
  readonly session: string;
}

/** Cancels a session of the navigator's association. A retry is safe: a cancelled session stays so. */
export async function cancelTrainingSession(context: HealthAccessContext, { session: id }: CancelTrainingSession) {
  const navigator = requireNavigator(context.viewer);
  return context.em.transactional(async (em) => {
    const open = await new Trainings(em, navigator).lockSession(id);
    const session = requireFound(open?.organizationId === navigator.organization ? open : null, "session");
    if (!session.isCancelled && session.endsAt <= new Date())
      throw refuseState("This session is over; it stays as it was.", ["session"]);
    session.isCancelled = true;
    return { trainingSession: session };
  });
}
