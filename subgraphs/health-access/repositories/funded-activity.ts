import type { EntityManager } from "@mikro-orm/postgresql";
import DataLoader from "dataloader";
import type { CountedForFunder } from "../policies/funded-activity.ts";

/** Whose activity is counted, from a day to a day, both counted. */
export interface FundedPeriod {
  readonly organization: string;
  readonly from: string;
  readonly to: string;
}

/** One statement for all that is asked, so that all figures are of the same instant. */
const COUNT = `
  select json_build_object('carriedOver', s.carried_over, 'opened', s.opened, 'ended', s.ended, 'acts', t.acts, 'minutes', t.minutes,
    'networkMeetings', (select count(*) from sector c join network_meeting m on m.sector_id = c.id
        where c.organization_id = asked.organization and m.held_on between asked.first_day and asked.last_day),
    'supervisionSessions', (select count(*) from supervision_session v
        where v.organization_id = asked.organization and v.held_on between asked.first_day and asked.last_day),
    'verySatisfied', q.very_satisfied, 'satisfied', q.satisfied, 'dissatisfied', q.dissatisfied,
    'veryDissatisfied', q.very_dissatisfied) as counted
  from unnest(?::uuid[], ?::date[], ?::date[]) with ordinality as asked (organization, first_day, last_day, place),
  lateral (select count(*) filter (where opened_on < asked.first_day) as carried_over,
      count(*) filter (where opened_on >= asked.first_day) as opened,
      count(*) filter (where ended_on <= asked.last_day) as ended
    from health_support where organization_id = asked.organization and opened_on <= asked.last_day
      and (ended_on is null or ended_on >= asked.first_day)) s,
  lateral (select count(*) as acts, coalesce(sum(minutes + travel_minutes), 0) as minutes
    from support_act where organization_id = asked.organization
      and held_on between asked.first_day and asked.last_day) t,
  lateral (select coalesce(sum(a.very_satisfied), 0) as very_satisfied, coalesce(sum(a.satisfied), 0) as satisfied,
      coalesce(sum(a.dissatisfied), 0) as dissatisfied, coalesce(sum(a.very_dissatisfied), 0) as very_dissatisfied
    from sector c join satisfaction_collection a on a.sector_id = c.id
    where c.organization_id = asked.organization and a.collected_on between asked.first_day and asked.last_day) q
  order by asked.place`;

const toArray = (words: readonly string[]): string => `{${words.join(",")}}`;

/** Counts what associations recorded; load it for whom a convention is shown to. */
export const loadFundedActivity = (em: EntityManager) =>
  new DataLoader<FundedPeriod, CountedForFunder, string>(
    async (asked) => {
      const rows = await em.execute<{ counted: CountedForFunder }[]>(COUNT, [
        toArray(asked.map(({ organization }) => organization)),
        toArray(asked.map(({ from }) => from)),
        toArray(asked.map(({ to }) => to)),
      ]);
      return rows.map(({ counted }) => counted);
    },
    { cacheKeyFn: ({ organization, from, to }) => `${organization} ${from} ${to}` },
  );
