import type { EntityManager } from "@mikro-orm/postgresql";
import { applyErasure, type ErasureLine, type RetainedRule } from "../../../kit/erasure.ts";
import { rectificationRule } from "../../../kit/rectification/rectification-rule.ts";
import { periodSql } from "../../../kit/retention/period-sql.ts";
import { FILE_YEARS, type retentionKinds } from "../policies/retention.ts";

const KIND: keyof typeof retentionKinds = "SOCIAL_FILE";
/** For how long an organisation keeps a social file after the last contact with the person. */
const periodOf = (organization: string) => periodSql(KIND, organization, `${FILE_YEARS} years`);
const RETENTION = periodOf("r.organization_id");
/** Mandates follow one another, from one organisation to the next: they stay and go together. */
const OF_MANDATES = `(select max(${periodOf("m.organization_id")}) from referent_mandate m where m.person_id = r.person_id)`;

/** Whether a person is accompanied now: a mandate, a prescription, a request of hers or something done about a barrier is open. */
const IS_UNDER_WAY = `(
  exists (select from referent_mandate m where m.person_id = r.person_id and m.ended_on is null)
  or exists (select from prescription p where p.person_id = r.person_id
    and p.recorded_status in ('REQUESTED', 'ACCEPTED', 'IN_PROGRESS', 'ON_HOLD'))
  or exists (select from barrier_action a where a.person_id = r.person_id and a.ended_on is null)
  or exists (select from rights_request q where q.person_id = r.person_id
    and q.state in ('WAITING_ADDITIONAL_INFORMATION', 'INVESTIGATION_ONGOING', 'ADJOURNED'))
  or exists (select from disability_request q where q.person_id = r.person_id
    and q.state in ('WAITING_ADDITIONAL_INFORMATION', 'INVESTIGATION_ONGOING', 'ADJOURNED')))`;

/** The last day anything was recorded with her. */
const LAST_CONTACT = `greatest(
  (select max(f.opened_on) from social_file f where f.person_id = r.person_id),
  (select max(coalesce(m.ended_on, m.started_on)) from referent_mandate m where m.person_id = r.person_id),
  (select max(c.held_on) from coordination_meeting c where c.person_id = r.person_id),
  (select max(c.recorded_at)::date from barrier_action_change c where c.person_id = r.person_id),
  (select max(h.recorded_at)::date from housing_stage_reached h where h.person_id = r.person_id),
  (select max(t.recorded_at)::date from prescription_transition t where t.person_id = r.person_id),
  (select max(p.requested_at)::date from prescription p where p.person_id = r.person_id),
  (select max(c.recorded_at)::date from rights_request_change c where c.person_id = r.person_id),
  (select max(c.recorded_at)::date from disability_request_change c where c.person_id = r.person_id))`;
/** What an association tells of a prescription hangs on it. */
const PRESCRIBER = "(select p.organization_id from prescription p where p.id = r.prescription_id)";

const isOutdated = (period: string) => `(not ${IS_UNDER_WAY} and ${LAST_CONTACT} <= current_date - ${period})`;
const IS_OUTDATED = isOutdated(RETENTION);

const keptFor = (period: string) => ({
  about: "r.person_id = ?",
  subject: "r.person_id",
  goes: isOutdated(period),
  ground: `case when ${IS_UNDER_WAY} then 'UNDER_WAY' else 'LEGAL_RETENTION' end`,
  until: `case when ${IS_UNDER_WAY} then null else ${LAST_CONTACT} + ${period} end`,
  period: KIND,
  isPast: isOutdated(period),
});
const kept = keptFor(RETENTION);

/** A barrier that was lifted goes when she asks, unless something was done about it: that stays as long as the file. */
const IS_LIFTED_BARRIER = `(r.lifted_on is not null
  and not exists (select from barrier_action a where a.barrier_id = r.id)
  and not exists (select from housing_stage_reached h where h.barrier_id = r.id))`;

/** What hangs below goes first, and the file itself last: its day counts for all of it. */
export const erasureRules: readonly RetainedRule[] = [
  rectificationRule("SocialServicesRectification", "r.person_id", KIND, `${FILE_YEARS} years`),
  { ...kept, kind: "HousingStageReached", table: "housing_stage_reached" },
  { ...kept, kind: "BarrierActionChange", table: "barrier_action_change" },
  { ...kept, kind: "BarrierAction", table: "barrier_action" },
  { ...kept, kind: "Barrier", table: "barrier", goes: `${IS_LIFTED_BARRIER} or ${IS_OUTDATED}` },
  {
    ...kept,
    kind: "Prescription.note",
    table: "prescription",
    empties: "note",
    goes: `r.note is not null and (r.recorded_status in ('REFUSED', 'DONE', 'CANCELLED') or ${IS_OUTDATED})`,
  },
  {
    ...keptFor(periodOf(PRESCRIBER)),
    kind: "PrescriptionOutcome",
    table: "prescription_outcome",
    organization: PRESCRIBER,
  },
  { ...kept, kind: "PrescriptionTransition", table: "prescription_transition" },
  { ...kept, kind: "Prescription", table: "prescription" },
  { ...kept, kind: "RightsRequestChange", table: "rights_request_change" },
  { ...kept, kind: "RightsRequest", table: "rights_request" },
  { ...kept, kind: "DisabilityRequestChange", table: "disability_request_change" },
  { ...kept, kind: "DisabilityRequest", table: "disability_request" },
  { ...keptFor(OF_MANDATES), kind: "CoordinationTask", table: "coordination_task" },
  { ...keptFor(OF_MANDATES), kind: "CoordinationMeeting", table: "coordination_meeting" },
  { ...keptFor(OF_MANDATES), kind: "ReferentMandate", table: "referent_mandate" },
  { ...kept, kind: "SocialFile", table: "social_file" },
];

/** Erases what may go of a person's social files; run it in a transaction. */
export const erasePerson = (em: EntityManager, person: string): Promise<ErasureLine[]> =>
  applyErasure(em, erasureRules, person);
