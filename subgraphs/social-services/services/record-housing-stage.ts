import { Barrier } from "../entities/barrier.ts";
import { HousingStageReached } from "../entities/housing-stage-reached.ts";
import { fileKeepers } from "../policies/actor.ts";
import type { HousingStage } from "../policies/barrier-action-words.ts";
import { dayOf } from "../policies/day.ts";
import { BarrierActions } from "../repositories/barrier-actions.ts";
import { lockOwnRow } from "../repositories/own-row.ts";
import type { ActingContext } from "./acting-context.ts";
import { badInput, conflict, notFound, refuseFuture } from "./refusals.ts";
import { requireActor } from "./require-actor.ts";

/**
 * Records how far a threat to a home has come, in a file of the viewer's organisation. The day may be before the barrier was
 * declared: letters are often opened late. The same stage of the same day is recorded once.
 */
export async function recordHousingStage(
  context: ActingContext,
  asked: { barrier: string; stage: HousingStage; reachedOn?: string | null },
): Promise<Barrier> {
  requireActor(context.viewer, fileKeepers);
  const now = new Date();
  const reachedOn = asked.reachedOn ?? dayOf(now);
  refuseFuture("reachedOn", reachedOn, dayOf(now));
  return context.em.transactional(async (em) => {
    const barrier = await lockOwnRow(em, context.viewer, Barrier, asked.barrier);
    if (!barrier) throw notFound("barrier");
    if (barrier.kind !== "HOUSING") throw badInput("barrier", "Only a barrier of kind HOUSING has such stages.");
    const stage = { barrierId: barrier.id, stage: asked.stage, reachedOn };
    if (await new BarrierActions(em, context.viewer).isStageRecorded(stage)) return barrier;
    if (barrier.liftedOn) throw conflict("barrier", "This barrier is lifted: declare it again if it is back.");
    const { personId, organizationId } = barrier;
    em.persist(Object.assign(new HousingStageReached(), { personId, organizationId, ...stage, recordedAt: now }));
    return barrier;
  });
}
