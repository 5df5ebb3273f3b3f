import type { HealthAccessContext } from "../context.ts";
import type { StopCancelReason } from "../policies/outreach-words.ts";
import { stopOffer } from "../policies/stop-offer.ts";
import { MobileRounds } from "../repositories/mobile-rounds.ts";
import { requireFound } from "./refusals.ts";
import { requirePublisher } from "./require-publisher.ts";
import { tellDirectory } from "./tell-directory.ts";

/** `from` is a day: what was before it stays. */
export interface CancelRecurringRounds {
  readonly roundSeries: string;
  readonly from: string;
  readonly reason: StopCancelReason;
}

/**
 * Cancels the stops of a series' rounds from a day on, and withdraws them from the directory; those that are over or were cancelled
 * before stay as they are, so that a retry changes nothing.
 */
export async function cancelRecurringRounds(context: HealthAccessContext, input: CancelRecurringRounds) {
  const publisher = requirePublisher(context.viewer);
  return context.em.transactional(async (em) => {
    const repository = new MobileRounds(em, publisher);
    const roundSeries = requireFound(await repository.findSeries(publisher, input.roundSeries), "roundSeries");
    const rounds = await repository.lockRoundsOf(roundSeries, input.from);
    const stops = await repository.stopsToCome(
      rounds.map(({ id }) => id),
      new Date(),
    );
    for (const stop of stops) Object.assign(stop, { cancelReason: input.reason, version: stop.version + 1 });
    await em.flush();
    const roundOf = new Map(rounds.map((round) => [round.id, round]));
    await tellDirectory(
      context,
      em,
      stops.map((stop) => stopOffer(roundOf.get(stop.roundId)!, stop)),
      true,
    );
    return { roundSeries };
  });
}
