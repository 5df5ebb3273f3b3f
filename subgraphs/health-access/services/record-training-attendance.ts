import type { HealthAccessContext } from "../context.ts";
import type { Attendance } from "../policies/workshop-words.ts";
import { Trainings } from "../repositories/trainings.ts";
import { refuseState, requireFound, requireNavigator } from "./refusals.ts";

export interface RecordTrainingAttendance {
  readonly registration: string;
  readonly attendance: Attendance;
}

/**
 * Records whether a professional came to a session of the navigator's association, once it has begun; it can be corrected.
 * A retry is safe: it says the same again.
 */
export async function recordTrainingAttendance(context: HealthAccessContext, input: RecordTrainingAttendance) {
  const navigator = requireNavigator(context.viewer);
  return context.em.transactional(async (em) => {
    const known = await new Trainings(em, navigator).lockRegistration(input.registration);
    const isHeld = known?.session.organizationId === navigator.organization;
    const { registration, session } = requireFound(isHeld ? known : null, "registration");
    if (session.isCancelled || session.startsAt > new Date())
      throw refuseState("Nobody came yet: the session has not begun.", ["registration"]);
    if (registration.status !== "REGISTERED") throw refuseState("She had no place in this session.", ["registration"]);
    registration.attendance = input.attendance;
    return { trainingRegistration: registration };
  });
}
