import type { HealthAccessContext } from "../context.ts";
import { SupervisionSession } from "../entities/supervision-session.ts";
import { writeOnce } from "../repositories/write-once.ts";
import { type Attendance, isSameAttendance, requireAttended } from "./attendance.ts";
import { refuseState, requireFound, requireNavigator } from "./refusals.ts";

export interface RecordSupervisionSession extends Attendance {
  readonly organization: string;
}

/** Records a supervision session of the association. A retry is safe: one a day, and the same is the one recorded already. */
export async function recordSupervisionSession(context: HealthAccessContext, input: RecordSupervisionSession) {
  const navigator = requireNavigator(context.viewer);
  const own = navigator.organization === input.organization ? input.organization : null;
  const organizationId = requireFound(own, "organization");
  const attended = requireAttended(input);
  return context.em.transactional(async (em) => {
    const key = { organizationId, heldOn: input.heldOn };
    const supervisionSession = await writeOnce(em, SupervisionSession, key, attended);
    if (!isSameAttendance(supervisionSession, attended))
      throw refuseState("Another supervision session is recorded for that day.", ["heldOn"]);
    return { supervisionSession };
  });
}
