import type { HealthAccessContext } from "../context.ts";
import type { Attendance } from "../policies/workshop-words.ts";
import { Workshops } from "../repositories/workshops.ts";
import { refuseState, requireFound, requireNavigator } from "./refusals.ts";

export interface RecordWorkshopAttendance {
  readonly registration: string;
  readonly attendance: Attendance;
}

/** Records whether a person came, once the session has begun; it can be corrected. A retry is safe: it says the same again. */
export async function recordWorkshopAttendance(context: HealthAccessContext, input: RecordWorkshopAttendance) {
  const navigator = requireNavigator(context.viewer);
  return context.em.transactional(async (em) => {
    const found = await new Workshops(em, navigator).lockRegistration(navigator, input.registration);
    const { registration, session } = requireFound(found, "registration");
    if (session.isCancelled || session.startsAt > new Date())
      throw refuseState("Nobody came yet: the session has not begun.", ["registration"]);
    if (registration.status !== "REGISTERED") throw refuseState("She had no place in this session.", ["registration"]);

    registration.attendance = input.attendance;
    return { workshopRegistration: registration };
  });
}
