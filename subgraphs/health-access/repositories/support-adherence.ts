import type { EntityManager } from "@mikro-orm/postgresql";
import { loadByKey } from "../../../kit/load-by-key.ts";
import { SupportAdherence } from "../entities/support-adherence.ts";

const ADHERENCE = `
  select s.id as "supportId", s.person_id as "personId", s.organization_id as "organizationId", p.*, a.*, r.*
  from health_support s
    cross join lateral (
      select count(e.id)::int as "stepsPlanned", count(e.id) filter (where e.status = 'DONE')::int as "stepsDone"
      from health_action_plan p
        join health_action_plan_version v on v.plan_id = p.id and v.number = p.current_version
        join plan_goal g on g.version_id = v.id join plan_step e on e.goal_id = g.id
      where p.support_id = s.id) p
    cross join lateral (
      select count(*) filter (where k.status = 'KEPT')::int as "appointmentsKept",
        count(*) filter (where k.status = 'MISSED')::int as "appointmentsMissed"
      from appointment k where k.support_id = s.id) a
    cross join lateral (
      select count(f.opened_right)::int as "rightsOpened" from support_act f where f.support_id = s.id) r
  where s.id in (select jsonb_array_elements_text(?::jsonb)::uuid)`;

/** How far what was planned was done, in one statement for all the supports of a page. */
export const loadAdherence = (em: EntityManager) =>
  loadByKey(
    async (supports) => {
      const rows = await em.execute<SupportAdherence[]>(ADHERENCE, [JSON.stringify(supports)]);
      return rows.map((row) => Object.assign(new SupportAdherence(), row));
    },
    (adherence) => adherence.supportId,
  );
