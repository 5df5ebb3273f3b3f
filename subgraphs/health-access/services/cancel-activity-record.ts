import type { HealthAccessContext } from "../context.ts";
import { CancelledActivityRecord } from "../entities/cancelled-activity-record.ts";
import type { ActivityRecordKind } from "../policies/activity-record-words.ts";
import { contentOf, findCancelled, lockRecord } from "../repositories/activity-records.ts";
import { refuseInput, requireFound, requireNavigator } from "./refusals.ts";

export interface CancelActivityRecord {
  readonly kind: ActivityRecordKind;
  readonly record: string;
  readonly reason: string;
}

/**
 * Takes a record out of those a report counts and keeps it as it stood, with the reason: the right one is recorded beside it. A retry is
 * safe: one that was cancelled keeps its first reason.
 */
export async function cancelActivityRecord(
  context: HealthAccessContext,
  { kind, record: id, reason: words }: CancelActivityRecord,
) {
  const navigator = requireNavigator(context.viewer);
  const reason = words.trim();
  if (reason === "") throw refuseInput("Say why it no longer counts.", ["reason"]);
  return context.em.transactional(async (em) => {
    const found = await lockRecord(em, navigator, kind, id);
    if (!found) return { cancelledRecord: requireFound(await findCancelled(em, navigator, kind, id), "record") };
    const { record, happenedOn } = found;
    const kept = { id, organizationId: navigator.organization, kind, happenedOn, content: contentOf(record) };
    const cancelledRecord = Object.assign(new CancelledActivityRecord(), kept, { reason, cancelledAt: new Date() });
    em.remove(record);
    em.persist(cancelledRecord);
    return { cancelledRecord };
  });
}
