import type { HealthAccessContext } from "../context.ts";
import type { StopCancelReason } from "../policies/outreach-words.ts";
import { stopOffer } from "../policies/stop-offer.ts";
import { MobileRounds } from "../repositories/mobile-rounds.ts";
import { requireFound } from "./refusals.ts";
import { requirePublisher } from "./require-publisher.ts";
import { requireStanding } from "./require-standing.ts";
import { tellDirectory } from "./tell-directory.ts";

export interface CancelStop {
  readonly stop: string;
  readonly reason: StopCancelReason;
}

/** Cancels a stop and withdraws it from the directory. A retry is safe: cancelling again for the same reason changes nothing. */
export async function cancelStop(context: HealthAccessContext, { stop: id, reason }: CancelStop) {
  const publisher = requirePublisher(context.viewer);
  return context.em.transactional(async (em) => {
    const { stop, round } = requireFound(await new MobileRounds(em, publisher).lockStop(publisher, id), "stop");
    if (stop.cancelReason === reason) return { roundStop: stop };
    requireStanding(stop);

    Object.assign(stop, { cancelReason: reason, version: stop.version + 1 });
    await tellDirectory(context, em, [stopOffer(round, stop)], true);
    return { roundStop: stop };
  });
}
