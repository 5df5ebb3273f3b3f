import type { HealthAccessContext } from "../context.ts";
import { RoundStop } from "../entities/round-stop.ts";
import { stopOffer } from "../policies/stop-offer.ts";
import { isSamePlan, type StopPlan } from "../policies/stop-plan.ts";
import { MobileRounds } from "../repositories/mobile-rounds.ts";
import { checkStopPlan } from "./check-stop-plan.ts";
import { requireFound } from "./refusals.ts";
import { requirePublisher } from "./require-publisher.ts";
import { tellDirectory } from "./tell-directory.ts";

export interface AddStop {
  readonly round: string;
  readonly plan: StopPlan;
}

/** Adds a stop to a round and publishes it. A retry is safe: the very same stop of the same round is added once. */
export async function addStop(context: HealthAccessContext, { round: id, plan }: AddStop) {
  const publisher = requirePublisher(context.viewer);
  return context.em.transactional(async (em) => {
    const rounds = new MobileRounds(em, publisher);
    const round = requireFound(await rounds.lockRound(publisher, id), "round");
    const others = await rounds.standingStops(round.id);
    const added = others.find((stop) => isSamePlan(stop, plan));
    if (added) return { roundStop: added };

    checkStopPlan(plan, round.heldOn, others);
    const { id: roundId, organizationId } = round;
    const roundStop = Object.assign(new RoundStop(), {
      ...plan,
      address: plan.address ?? null,
      fee: plan.fee ?? null,
      roundId,
      organizationId,
    });
    em.persist(roundStop);
    await tellDirectory(context, em, [stopOffer(round, roundStop)]);
    return { roundStop };
  });
}
