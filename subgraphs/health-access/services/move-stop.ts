import type { HealthAccessContext } from "../context.ts";
import { stopOffer } from "../policies/stop-offer.ts";
import { isSamePlan, type StopPlan } from "../policies/stop-plan.ts";
import { MobileRounds } from "../repositories/mobile-rounds.ts";
import { checkStopPlan } from "./check-stop-plan.ts";
import { refuseState, requireFound } from "./refusals.ts";
import { requirePublisher } from "./require-publisher.ts";
import { requireStanding } from "./require-standing.ts";
import { tellDirectory } from "./tell-directory.ts";

/** `version` is the one of the stop the move is based on; `plan` is the stop's whole plan from now on. */
export interface MoveStop {
  readonly stop: string;
  readonly version: number;
  readonly plan: StopPlan;
}

/** Changes where, when or for what a unit stops, and publishes it. A retry is safe: the same move is made once. */
export async function moveStop(context: HealthAccessContext, { stop: id, version, plan }: MoveStop) {
  const publisher = requirePublisher(context.viewer);
  return context.em.transactional(async (em) => {
    const rounds = new MobileRounds(em, publisher);
    const { stop, round } = requireFound(await rounds.lockStop(publisher, id), "stop");
    if (isSamePlan(stop, plan) && stop.version === version + 1) return { roundStop: stop };
    requireStanding(stop);
    if (stop.version !== version) throw refuseState("The stop was changed meanwhile; read it again.", ["version"]);

    const others = await rounds.standingStops(round.id);
    checkStopPlan(
      plan,
      round.heldOn,
      others.filter((other) => other.id !== stop.id),
    );
    Object.assign(stop, { ...plan, address: plan.address ?? null, fee: plan.fee ?? null, version: version + 1 });
    await tellDirectory(context, em, [stopOffer(round, stop)]);
    return { roundStop: stop };
  });
}
