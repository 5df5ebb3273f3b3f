import type { EntityManager } from "@mikro-orm/postgresql";
import { loadByKey } from "../../../kit/load-by-key.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import type { SupportMissions } from "../entities/support-missions.ts";
import { isContractSide } from "../policies/internal-roles.ts";

const MISSIONS = `
  select s.id as "supportId", s.person_id as "personId", s.organization_id as "organizationId",
    jsonb_build_object('proposedOn', a.proposed_on, 'firstInterviewOn', a.interviewed_on, 'rightsStepOn', a.rights_step_on,
      'diagnosedOn', (select min(d.established_on) from diagnosis d where d.support_id = s.id)) as "careEntry",
    jsonb_build_object('accompaniedOn', a.accompanied_on, 'linkKeptOn', a.link_kept_on,
      'agreedOn', (select min(g.signed_on) from support_agreement g where g.support_id = s.id),
      'appointmentKeptOn', (select min((k.starts_at at time zone 'Europe/Paris')::date) from appointment k
        where k.support_id = s.id and k.status = 'KEPT'),
      'ruptureAnsweredOn', (select min((r.acknowledged_at at time zone 'Europe/Paris')::date)
        from rupture_acknowledgement r where r.support_id = s.id)) as "link",
    jsonb_build_object('writtenOn', p.written_on, 'revisedOn', p.revised_on,
      'transmittedOn', (select min((t.sent_at at time zone 'Europe/Paris')::date) from plan_transmission t
        join plan_extract x on x.id = t.extract_id join health_action_plan h on h.id = x.plan_id
        where h.support_id = s.id)) as "actionPlan",
    jsonb_build_object('assessedAtEntryOn', e.entry_on, 'assessedMidwayOn', e.midway_on,
      'assessedAtExitOn', e.exit_on) as "evaluation"
  from health_support s
    cross join lateral (
      select min(f.held_on) filter (where f.kind = 'PROPOSAL') as proposed_on,
        min(f.held_on) filter (where f.kind = 'FIRST_INTERVIEW') as interviewed_on,
        min(f.held_on) filter (where f.kind = 'RIGHTS_OPENING') as rights_step_on,
        min(f.held_on) filter (where f.kind = 'ACCOMPANIED_APPOINTMENT') as accompanied_on,
        min(f.held_on) filter (where f.kind in ('INTERVIEW', 'HOME_VISIT', 'EXTERNAL_INTERVIEW', 'PHONE_CALL')) as link_kept_on
      from support_act f where f.support_id = s.id) a
    cross join lateral (
      select min((v.written_at at time zone 'Europe/Paris')::date) as written_on,
        min((v.written_at at time zone 'Europe/Paris')::date) filter (where v.number > 1) as revised_on
      from health_action_plan h join health_action_plan_version v on v.plan_id = h.id where h.support_id = s.id) p
    cross join lateral (
      select min(m.assessed_on) filter (where m.moment = 'ENTRY') as entry_on,
        min(m.assessed_on) filter (where m.moment = 'INTERMEDIATE') as midway_on,
        min(m.assessed_on) filter (where m.moment = 'EXIT') as exit_on
      from support_assessment m where m.support_id = s.id and ?::boolean
        and not exists (select from support_assessment c where c.corrects_id = m.id)) e
  where s.id in (select jsonb_array_elements_text(?::jsonb)::uuid)`;

/** How far the missions of supports have come, in one statement for all the supports of a page. */
export const loadMissions = (em: EntityManager, viewer: Viewer | null) =>
  loadByKey(
    async (supports) => {
      const values = [!isContractSide(viewer), JSON.stringify(supports)];
      const rows = await em.execute<SupportMissions[]>(MISSIONS, values);
      return rows.map(({ careEntry, link, actionPlan, evaluation, ...owner }) => ({
        ...owner,
        careEntry: { ...owner, ...careEntry },
        link: { ...owner, ...link },
        actionPlan: { ...owner, ...actionPlan },
        evaluation: { ...owner, ...evaluation },
      }));
    },
    (missions) => missions.supportId,
  );
