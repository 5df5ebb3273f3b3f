import type { EntityManager } from "@mikro-orm/postgresql";
import type { CountedActivity } from "../policies/activity-lines.ts";

/** Whose activity is counted, from a day to a day, both counted; of one sector, or of all and of none. */
export interface AskedActivity {
  readonly organization: string;
  readonly from: string;
  readonly to: string;
  readonly sector: string | null;
}

/** One statement, so that all lines are of the same instant, whatever is recorded meanwhile. */
const COUNT = `
  with asked as materialized (
    select ?::uuid as organization, ?::date as first_day, ?::date as last_day, ?::uuid as sector
  ),
  supervised as (
    select v.* from asked join supervision_session v on v.organization_id = asked.organization
      and v.held_on between asked.first_day and asked.last_day
      and asked.sector is null
  ),
  followed as (
    select s.*, s.opened_on < asked.first_day as is_carried_over,
      coalesce(s.ended_on <= asked.last_day, false) as has_ended
    from asked join health_support s on s.organization_id = asked.organization
      and s.opened_on <= asked.last_day and (s.ended_on is null or s.ended_on >= asked.first_day)
      and (asked.sector is null or s.sector_id = asked.sector)
  )
  select
    (select json_build_object(
        'carriedOver', count(*) filter (where is_carried_over),
        'opened', count(*) filter (where not is_carried_over),
        'ended', count(*) filter (where has_ended),
        'oriented', count(distinct person_id) filter (where not is_carried_over))
      from followed) as supports,
    (select json_object_agg(outcome, supports)
      from (select outcome, count(*) as supports from followed where has_ended group by outcome) o) as outcomes,
    (select json_agg(a) from (
        select t.kind, count(*) as acts, sum(t.minutes) as minutes, sum(t.travel_minutes) as "travelMinutes"
        from asked join support_act t on t.organization_id = asked.organization
          and t.held_on between asked.first_day and asked.last_day
        where asked.sector is null
          or exists (select from health_support s where s.id = t.support_id and s.sector_id = asked.sector)
        group by t.kind) a) as acts,
    (select json_agg(n order by n.code) from (
        select c.id, c.code, c.label, count(m.id) as meetings,
          count(distinct date_trunc('month', m.held_on)) as months,
          coalesce(sum(m.minutes_per_attendant * cardinality(m.attendants)), 0) as minutes
        from asked join sector c on c.organization_id = asked.organization
          and (asked.sector is null or c.id = asked.sector)
        left join network_meeting m on m.sector_id = c.id and m.held_on between asked.first_day and asked.last_day
        group by c.id) n) as network,
    (select json_build_object('sessions', count(*), 'months', count(distinct date_trunc('month', v.held_on)),
        'professionals', (select count(distinct attendant) from supervised, unnest(attendants) attendant),
        'minutes', coalesce(sum(v.minutes_per_attendant * cardinality(v.attendants)), 0))
      from supervised v) as supervision,
    (select json_build_object('verySatisfied', coalesce(sum(q.very_satisfied), 0),
        'satisfied', coalesce(sum(q.satisfied), 0), 'dissatisfied', coalesce(sum(q.dissatisfied), 0),
        'veryDissatisfied', coalesce(sum(q.very_dissatisfied), 0))
      from asked join sector c on c.organization_id = asked.organization
        and (asked.sector is null or c.id = asked.sector)
      join satisfaction_collection q on q.sector_id = c.id
        and q.collected_on between asked.first_day and asked.last_day) as satisfaction`;

/** Counts what an association recorded; call it for who may read that. */
export async function countActivity(em: EntityManager, asked: AskedActivity): Promise<CountedActivity> {
  const { organization, from, to, sector } = asked;
  const [row] = await em.execute<CountedActivity[]>(COUNT, [organization, from, to, sector]);
  const { supports, outcomes, acts, network, supervision, satisfaction } = row!;
  return {
    supports,
    outcomes: outcomes ?? {},
    acts: acts ?? [],
    network: network ?? [],
    supervision,
    satisfaction,
  };
}
