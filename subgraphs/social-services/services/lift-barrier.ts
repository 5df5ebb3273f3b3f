import { Barrier } from "../entities/barrier.ts";
import { fileKeepers } from "../policies/actor.ts";
import { dayOf } from "../policies/day.ts";
import { lockOwnRow } from "../repositories/own-row.ts";
import type { ActingContext } from "./acting-context.ts";
import { badInput, notFound, refuseFuture } from "./refusals.ts";
import { requireActor } from "./require-actor.ts";

/** Records that a barrier is lifted; one already lifted keeps its day. */
export async function liftBarrier(
  context: ActingContext,
  asked: { barrier: string; liftedOn?: string | null },
): Promise<Barrier> {
  requireActor(context.viewer, fileKeepers);
  const today = dayOf(new Date());
  const liftedOn = asked.liftedOn ?? today;
  refuseFuture("liftedOn", liftedOn, today);
  return context.em.transactional(async (em) => {
    const barrier = await lockOwnRow(em, context.viewer, Barrier, asked.barrier);
    if (!barrier) throw notFound("barrier");
    if (barrier.liftedOn) return barrier;
    if (liftedOn < barrier.openedOn) throw badInput("liftedOn", "This day is before the barrier was declared.");
    barrier.liftedOn = liftedOn;
    return barrier;
  });
}
