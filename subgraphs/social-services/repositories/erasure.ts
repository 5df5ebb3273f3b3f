import type { EntityManager } from "@mikro-orm/postgresql";
import { applyErasure, type ErasureLine, type ErasureRule } from "../../../kit/erasure.ts";
import { FILE_YEARS } from "../policies/retention.ts";

/** A social file is kept for two years after the last contact with the person. */
const RETENTION = `interval '${FILE_YEARS} years'`;

/** Whether a person is accompanied now: a mandate, a prescription or a request of hers is open. */
const IS_UNDER_WAY = `(
  exists (select from referent_mandate m where m.person_id = r.person_id and m.ended_on is null)
  or exists (select from prescription p where p.person_id = r.person_id
    and p.recorded_status in ('REQUESTED', 'ACCEPTED', 'IN_PROGRESS', 'ON_HOLD'))
  or exists (select from rights_request q where q.person_id = r.person_id
    and q.state in ('WAITING_ADDITIONAL_INFORMATION', 'INVESTIGATION_ONGOING', 'ADJOURNED'))
  or exists (select from disability_request q where q.person_id = r.person_id
    and q.state in ('WAITING_ADDITIONAL_INFORMATION', 'INVESTIGATION_ONGOING', 'ADJOURNED')))`;

/** The last day anything was recorded with her. */
const LAST_CONTACT = `greatest(
  (select max(f.opened_on) from social_file f where f.person_id = r.person_id),
  (select max(coalesce(m.ended_on, m.started_on)) from referent_mandate m where m.person_id = r.person_id),
  (select max(c.held_on) from coordination_meeting c where c.person_id = r.person_id),
  (select max(t.recorded_at)::date from prescription_transition t where t.person_id = r.person_id),
  (select max(p.requested_at)::date from prescription p where p.person_id = r.person_id),
  (select max(c.recorded_at)::date from rights_request_change c where c.person_id = r.person_id),
  (select max(c.recorded_at)::date from disability_request_change c where c.person_id = r.person_id))`;
const IS_OUTDATED = `(not ${IS_UNDER_WAY} and ${LAST_CONTACT} <= current_date - ${RETENTION})`;

const kept = {
  about: "r.person_id = ?",
  goes: IS_OUTDATED,
  ground: `case when ${IS_UNDER_WAY} then 'UNDER_WAY' else 'LEGAL_RETENTION' end`,
  until: `case when ${IS_UNDER_WAY} then null else ${LAST_CONTACT} + ${RETENTION} end`,
};

/** What hangs below goes first, and the file itself last: its day counts for all of it. */
const rules: readonly ErasureRule[] = [
  { ...kept, kind: "Barrier", table: "barrier", goes: `r.lifted_on is not null or ${IS_OUTDATED}` },
  {
    ...kept,
    kind: "Prescription.note",
    table: "prescription",
    empties: "note",
    goes: `r.note is not null and (r.recorded_status in ('REFUSED', 'DONE', 'CANCELLED') or ${IS_OUTDATED})`,
  },
  { ...kept, kind: "PrescriptionOutcome", table: "prescription_outcome" },
  { ...kept, kind: "PrescriptionTransition", table: "prescription_transition" },
  { ...kept, kind: "Prescription", table: "prescription" },
  { ...kept, kind: "RightsRequestChange", table: "rights_request_change" },
  { ...kept, kind: "RightsRequest", table: "rights_request" },
  { ...kept, kind: "DisabilityRequestChange", table: "disability_request_change" },
  { ...kept, kind: "DisabilityRequest", table: "disability_request" },
  { ...kept, kind: "CoordinationTask", table: "coordination_task" },
  { ...kept, kind: "CoordinationMeeting", table: "coordination_meeting" },
  { ...kept, kind: "ReferentMandate", table: "referent_mandate" },
  { ...kept, kind: "SocialFile", table: "social_file" },
];

/** Erases what may go of a person's social files; run it in a transaction. */
export const erasePerson = (em: EntityManager, person: string): Promise<ErasureLine[]> =>
  applyErasure(em, rules, person);
