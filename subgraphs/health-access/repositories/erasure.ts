import type { EntityManager } from "@mikro-orm/postgresql";
import { applyErasure, type ErasureLine, type RetainedRule } from "../../../kit/erasure.ts";
import { rectificationRule } from "../../../kit/rectification/rectification-rule.ts";
import { periodSql } from "../../../kit/retention/period-sql.ts";
import { type retentionKinds, SUPPORT_YEARS } from "../policies/retention.ts";

const period = (kind: keyof typeof retentionKinds) => periodSql(kind, "s.organization_id", `${SUPPORT_YEARS} years`);
/** For how long it stays that a support `s` took place. */
const RETENTION = period("HEALTH_SUPPORT");
/** For how long what was observed and planned in it stays while she does not ask; it hangs on the support. */
const OF_CONTENT = `least(${period("HEALTH_RECORD")}, ${RETENTION})`;

/** The support a row hangs on. */
const support = {
  own: "r.id",
  advice: "(select a.support_id from advice_request a where a.id = r.request_id)",
  direct: "r.support_id",
  appointment: "(select a.support_id from appointment a where a.id = r.appointment_id)",
  plan: "(select p.support_id from health_action_plan p where p.id = r.plan_id)",
  version:
    "(select p.support_id from health_action_plan_version v join health_action_plan p on p.id = v.plan_id where v.id = r.version_id)",
  goal: `(select p.support_id from plan_goal g join health_action_plan_version v on v.id = g.version_id
    join health_action_plan p on p.id = v.plan_id where g.id = r.goal_id)`,
  extract:
    "(select p.support_id from plan_extract x join health_action_plan p on p.id = x.plan_id where x.id = r.extract_id)",
};

const supportIs = (of: string, condition: string) =>
  `exists (select from health_support s where s.id = ${of} and ${condition})`;
const groundOf = (of: string) =>
  `(select case s.status when 'ENDED' then 'LEGAL_RETENTION' else 'UNDER_WAY' end from health_support s where s.id = ${of})`;

const content = (kind: string, table: string, of: string): RetainedRule => ({
  kind,
  table,
  about: "r.person_id = ?",
  subject: "r.person_id",
  goes: supportIs(of, "s.status = 'ENDED'"),
  ground: groundOf(of),
  until: "null::date",
  period: "HEALTH_RECORD",
  isPast: supportIs(of, `s.ended_on <= current_date - ${OF_CONTENT}`),
});

const trace = (kind: string, table: string, of: string): RetainedRule => ({
  kind,
  table,
  about: "r.person_id = ?",
  subject: "r.person_id",
  goes: supportIs(of, `s.ended_on <= current_date - ${RETENTION}`),
  ground: groundOf(of),
  until: `(select s.ended_on + ${RETENTION} from health_support s where s.id = ${of})`,
  period: "HEALTH_SUPPORT",
  isPast: supportIs(of, `s.ended_on <= current_date - ${RETENTION}`),
});

/** What hangs below goes first. */
export const erasureRules: readonly RetainedRule[] = [
  rectificationRule("HealthAccessRectification", "r.person_id", "HEALTH_SUPPORT", `${SUPPORT_YEARS} years`),
  content("PlanTransmission", "plan_transmission", support.extract),
  {
    ...content("LinkedPlan", "linked_plan", support.extract),
    goes: `r.ended_at is not null or ${supportIs(support.extract, "s.status = 'ENDED'")}`,
  },
  content("PlanExtract", "plan_extract", support.plan),
  content("PlanStep", "plan_step", support.goal),
  content("PlanGoal", "plan_goal", support.version),
  content("PlanConstraint", "plan_constraint", support.version),
  content("HealthActionPlanVersion", "health_action_plan_version", support.plan),
  content("HealthActionPlan", "health_action_plan", support.direct),
  content("AdviceAnswer", "advice_answer", support.advice),
  content("AdviceRequest", "advice_request", support.direct),
  content("Diagnosis", "diagnosis", support.direct),
  content("SupportAssessment", "support_assessment", support.direct),
  {
    kind: "WorkshopRegistration",
    table: "workshop_registration",
    about: "r.person_id = ?",
    subject: "r.person_id",
    goes: `r.status = 'CANCELLED'
      or exists (select from workshop_session w where w.id = r.session_id and (w.ends_at <= now() or w.is_cancelled))`,
    ground: "'UNDER_WAY'",
    until: "null::date",
    period: "HEALTH_RECORD",
    isPast: `exists (select from workshop_session s
      where s.id = r.session_id and s.ends_at <= current_date - ${OF_CONTENT})`,
  },
  content("AppointmentChange", "appointment_change", support.appointment),
  content("Appointment", "appointment", support.direct),
  content("RuptureAcknowledgement", "rupture_acknowledgement", support.direct),
  trace("SupportAgreement", "support_agreement", support.direct),
  trace("SupportAct", "support_act", support.direct),
  trace("HealthSupport", "health_support", support.own),
];

/** Erases what may go of a person's supports; run it in a transaction. */
export const erasePerson = (em: EntityManager, person: string): Promise<ErasureLine[]> =>
  applyErasure(em, erasureRules, person);
