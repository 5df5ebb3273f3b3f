import { Barrier } from "../entities/barrier.ts";
import { fileKeepers } from "../policies/actor.ts";
import { dayOf } from "../policies/day.ts";
import { BarrierActions } from "../repositories/barrier-actions.ts";
import { lockOwnRow } from "../repositories/own-row.ts";
import type { ActingContext } from "./acting-context.ts";
import { badInput, conflict, notFound, refuseFuture } from "./refusals.ts";
import { requireActor } from "./require-actor.ts";

/**
 * Records that a barrier is lifted; one already lifted keeps its day. While an action about it is open it is refused: whether
 * that was done or given up is for those who did it to say.
 */
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
    if ((await new BarrierActions(em, context.viewer).countOpen(barrier.id)) > 0)
      throw conflict("barrier", "Actions about it are open: say first of each whether it is done or given up.");
    barrier.liftedOn = liftedOn;
    return barrier;
  });
}
