import type { JobHelpers } from "graphile-worker";

/** One event is delivered at a time in each queue, but the library lets one that failed be overtaken while it waits. */
const EARLIER = `
  select 1 from graphile_worker.jobs own join graphile_worker.jobs earlier using (queue_name)
  where own.id = $1 and earlier.id < own.id and earlier.attempts < earlier.max_attempts limit 1`;

/** The one that stands next in the queue, where it has been held back. */
const CALL_NEXT = `
  select graphile_worker.reschedule_jobs(array[id], timestamptz 'epoch', attempts => 0) from (
    select later.id, later.attempts from graphile_worker.jobs own join graphile_worker.jobs later using (queue_name)
    where own.id = $1 and later.id > own.id order by later.id limit 1
  ) next where attempts > 0`;

/** An event about a record for which an earlier one is still to be delivered: it comes back when that one calls it. */
export class NotYet extends Error {
  override readonly name = "NotYet";
}

/**
 * Delivers when every earlier event of the same queue has been delivered, or given up after its last attempt, and then
 * calls the next one. Throws {@link NotYet} when it is not its turn.
 */
export async function deliverInOrder({ job, query }: JobHelpers, deliver: () => Promise<void>): Promise<void> {
  const { rows } = await query(EARLIER, [job.id]);
  if (rows.length > 0) throw new NotYet("An earlier event waits.");
  await deliver();
  await query(CALL_NEXT, [job.id]);
}
