import type { HealthAccessContext } from "../context.ts";
import { MobileRound } from "../entities/mobile-round.ts";
import { RoundSeries } from "../entities/round-series.ts";
import { RoundStop } from "../entities/round-stop.ts";
import { parisInstant } from "../policies/paris-day.ts";
import { daysOf, MOST_ROUNDS, type Recurrence } from "../policies/recurrence.ts";
import { stopOffer } from "../policies/stop-offer.ts";
import type { StopPlan } from "../policies/stop-plan.ts";
import { MobileRounds } from "../repositories/mobile-rounds.ts";
import { checkStopPlan } from "./check-stop-plan.ts";
import { refuseInput, refuseState } from "./refusals.ts";
import { requirePublisher } from "./require-publisher.ts";
import { tellDirectory } from "./tell-directory.ts";
import { today } from "./today.ts";

/** A stop that each round makes; its times are what clocks show there, `HH:MM`, in winter as in summer. */
export interface RecurringStop extends Omit<StopPlan, "startsAt" | "endsAt"> {
  readonly startTime: string;
  readonly endTime: string;
}

/** `requestKey` is a uuid the client chooses once for this series. */
export interface PlanRecurringRounds extends Recurrence {
  readonly requestKey: string;
  readonly teamName: string;
  readonly stops: readonly RecurringStop[];
}

/**
 * Plans the rounds of a series with their stops and publishes them, all or none; from then on each is an ordinary round. A retry
 * under the same `requestKey` returns the first series.
 */
export async function planRecurringRounds(context: HealthAccessContext, input: PlanRecurringRounds) {
  const publisher = requirePublisher(context.viewer);
  const { requestKey: id, startsOn, until, everyWeeks, exceptDays } = input;
  const teamName = input.teamName.trim();
  if (teamName === "") throw refuseInput("Say which team goes.", ["teamName"]);
  if (startsOn < today()) throw refuseInput("The first round is today or on a day to come.", ["startsOn"]);
  const days = daysOf(input);
  if (days.length === 0) throw refuseInput("There is no day for a round until then.", ["until"]);
  if (days.length > MOST_ROUNDS)
    throw refuseInput(`A series has ${MOST_ROUNDS} rounds at most; end it sooner.`, ["until"]);
  const organizationId = publisher.organization;
  return context.em.transactional(async (em) => {
    const repository = new MobileRounds(em, publisher);
    const series = { id, organizationId, teamName, startsOn, until, everyWeeks, exceptDays: [...exceptDays] };
    const { known, rounds } = await repository.addSeries(Object.assign(new RoundSeries(), series), days);
    if (known) {
      if (known.organizationId === organizationId && known.teamName === teamName && known.startsOn === startsOn)
        return { roundSeries: known };
      throw refuseState("This key was used for another series; choose a new one.", ["requestKey"]);
    }
    if (rounds.length < days.length)
      throw refuseState("This team has a round on one of these days already; except that day.", ["exceptDays"]);
    const offers = rounds.flatMap((round) =>
      stopsOf(input, round).map((stop) => {
        em.persist(stop);
        return stopOffer(round, stop);
      }),
    );
    await em.flush();
    await tellDirectory(context, em, offers);
    return { roundSeries: Object.assign(new RoundSeries(), series) };
  });
}

/** The stops of one round of the series; refuses them as those of a round planned alone. */
function stopsOf({ stops }: PlanRecurringRounds, { id: roundId, heldOn, organizationId }: MobileRound): RoundStop[] {
  const planned: RoundStop[] = [];
  for (const { startTime, endTime, address, fee, ...rest } of stops) {
    const period = { startsAt: parisInstant(heldOn, startTime), endsAt: parisInstant(heldOn, endTime) };
    const plan = { ...rest, ...period, address: address ?? null, fee: fee ?? null };
    checkStopPlan(plan, heldOn, planned);
    planned.push(Object.assign(new RoundStop(), plan, { roundId, organizationId }));
  }
  return planned;
}
