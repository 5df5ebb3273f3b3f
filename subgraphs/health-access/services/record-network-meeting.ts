import type { HealthAccessContext } from "../context.ts";
import { NetworkMeeting } from "../entities/network-meeting.ts";
import { Sectors } from "../repositories/sectors.ts";
import { writeOnce } from "../repositories/write-once.ts";
import { type Attendance, isSameAttendance, requireAttended } from "./attendance.ts";
import { refuseState, requireFound, requireNavigator } from "./refusals.ts";

export interface RecordNetworkMeeting extends Attendance {
  readonly sector: string;
}

/** Records a network meeting of a sector. A retry is safe: one a day, and the same is the one recorded already. */
export async function recordNetworkMeeting(context: HealthAccessContext, input: RecordNetworkMeeting) {
  const navigator = requireNavigator(context.viewer);
  return context.em.transactional(async (em) => {
    const sector = requireFound(await new Sectors(em).findHeld(navigator, input.sector), "sector");
    const attended = requireAttended(input);
    const key = { sectorId: sector.id, heldOn: input.heldOn };
    const networkMeeting = await writeOnce(em, NetworkMeeting, key, attended);
    if (!isSameAttendance(networkMeeting, attended))
      throw refuseState("Another meeting of that sector is recorded for that day.", ["heldOn"]);
    return { networkMeeting };
  });
}
