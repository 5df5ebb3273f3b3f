import type { EntityManager } from "@mikro-orm/postgresql";
import { applyErasure, type ErasureLine, type ErasureRule } from "../../../kit/erasure.ts";
import { ACCOMPANIMENT_YEARS, CONSENT_YEARS, LOG_YEARS } from "../policies/retention.ts";
import { RecordsStillWait } from "./ledger-erasure.ts";

const PROOF_OF_CONSENT = `interval '${CONSENT_YEARS} years'`;
const PROOF_OF_READING = `interval '${LOG_YEARS} years'`;
const AFTER_ACCOMPANIMENT = `interval '${ACCOMPANIMENT_YEARS} years'`;

const endOf = (c: string) => `least(${c}.ended_at, ${c}.not_after)`;
/** One that was never given proves nothing; those that were given stay and go together, since one may replace another. */
const consentGoes = (c: string) => `(${c}.given_at is null or not exists (
  select from consent o where o.person_id = ${c}.person_id and o.given_at is not null
  and ${endOf("o")} > now() - ${PROOF_OF_CONSENT}))`;
const isInForce = (c: string) => `(${c}.state in ('ACTIVE', 'SUSPENDED') and ${c}.not_after > now())`;
const groundOf = (c: string) => `case when ${isInForce(c)} then 'UNDER_WAY' else 'PROOF' end`;
const untilOf = (c: string) => `case when ${isInForce(c)} then null else ${endOf(c)} + ${PROOF_OF_CONSENT} end`;
const ofConsent = (expression: (c: string) => string) =>
  `(select ${expression("c")} from consent c where c.id = r.consent_id)`;
const isSealedErasure = (kind: string) =>
  `exists (select from ledger_erasure e where e.kind = '${kind}' and e.row_id = r.id)`;

/** Which of her records of the ledger may go. */
const sealed = [
  { kind: "event", table: "consent_event", goes: ofConsent(consentGoes) },
  { kind: "evidence", table: "consent_evidence", goes: ofConsent(consentGoes) },
  { kind: "decision", table: "decision_record", goes: `r.decided_at <= now() - ${PROOF_OF_READING}` },
];

/** Accompaniments whose basis a prescription told of may confirm. */
const FROM_RESTING = `from accompaniment a where a.person_id = r.person_id and a.organization_id = r.organization_id
  and a.basis = 'PRESCRIPTION'`;
const RESTING_ON_IT = `select ${FROM_RESTING}`;

/** What hangs below goes first. */
const rules: readonly ErasureRule[] = [
  {
    kind: "ConsentEvent",
    table: "consent_event",
    about: "r.person_id = ?",
    goes: isSealedErasure("event"),
    ground: `coalesce(${ofConsent(groundOf)}, 'PROOF')`,
    until: `coalesce(${ofConsent(untilOf)}, r.recorded_at + ${PROOF_OF_CONSENT})`,
  },
  {
    kind: "ConsentEvidence",
    table: "consent_evidence",
    about: "r.person_id = ?",
    goes: isSealedErasure("evidence"),
    ground: ofConsent(groundOf),
    until: ofConsent(untilOf),
  },
  {
    kind: "ConsentGrant",
    table: "consent_grant",
    about: "r.person_id = ?",
    goes: ofConsent(consentGoes),
    ground: ofConsent(groundOf),
    until: ofConsent(untilOf),
  },
  {
    kind: "Consent",
    table: "consent",
    about: "r.person_id = ?",
    goes: consentGoes("r"),
    ground: groundOf("r"),
    until: untilOf("r"),
  },
  {
    kind: "ProxyAuthority",
    table: "proxy_authority",
    about: "r.person_id = ?",
    goes: `least(r.ended_at, r.valid_to) <= now() - ${PROOF_OF_CONSENT} and not exists (
      select from consent_evidence e where e.authority_id = r.id)
      and not exists (select from consent c where c.authority_id = r.id)`,
    ground: "case when least(r.ended_at, r.valid_to) > now() then 'UNDER_WAY' else 'PROOF' end",
    until: `case when least(r.ended_at, r.valid_to) > now() then null else least(r.ended_at, r.valid_to) + ${PROOF_OF_CONSENT} end`,
  },
  {
    kind: "DecisionRecord",
    table: "decision_record",
    about: "r.person_id = ?",
    goes: isSealedErasure("decision"),
    ground: "'PROOF'",
    until: `r.decided_at + ${PROOF_OF_READING}`,
  },
  {
    kind: "Restriction",
    table: "restriction",
    about: "r.person_id = ?",
    goes: "r.ends_at <= now()",
    ground: "'UNDER_WAY'",
    until: "r.ends_at",
  },
  {
    kind: "InboxItem",
    table: "inbox_item",
    about: "r.person_id = ?",
    goes: "true",
    ground: "'UNDER_WAY'",
    until: "null::date",
  },
  {
    kind: "AccompanimentInvitation",
    table: "accompaniment_invitation",
    about: "r.person_id = ?",
    goes: `least(r.taken_back_at, r.expires_at) <= now() and (r.accompaniment_id is null or exists (
      select from accompaniment a where a.id = r.accompaniment_id and a.ended_on <= current_date - ${AFTER_ACCOMPANIMENT}))`,
    ground: "case when r.accompaniment_id is null then 'UNDER_WAY' else 'LEGAL_RETENTION' end",
    until: `coalesce((select a.ended_on + ${AFTER_ACCOMPANIMENT} from accompaniment a where a.id = r.accompaniment_id), r.expires_at)`,
  },
  {
    kind: "HeldMandate",
    table: "held_mandate",
    about: "r.person_id = ?",
    goes: `r.ended_at <= now() - ${AFTER_ACCOMPANIMENT}`,
    ground: "case when r.ended_at is null then 'UNDER_WAY' else 'LEGAL_RETENTION' end",
    until: `r.ended_at + ${AFTER_ACCOMPANIMENT}`,
  },
  {
    kind: "AddressedPrescription",
    table: "addressed_prescription",
    about: "r.person_id = ?",
    goes: `not exists (${RESTING_ON_IT} and (a.ended_on is null or a.ended_on > current_date - ${AFTER_ACCOMPANIMENT}))`,
    ground: `case when exists (${RESTING_ON_IT} and a.ended_on is null) then 'UNDER_WAY' else 'LEGAL_RETENTION' end`,
    until: `(select case when bool_or(a.ended_on is null) then null else max(a.ended_on) + ${AFTER_ACCOMPANIMENT} end ${FROM_RESTING})`,
  },
  {
    kind: "Accompaniment",
    table: "accompaniment",
    about: "r.person_id = ?",
    goes: `r.ended_on <= current_date - ${AFTER_ACCOMPANIMENT}`,
    ground: "case when r.ended_on is null then 'UNDER_WAY' else 'LEGAL_RETENTION' end",
    until: `r.ended_on + ${AFTER_ACCOMPANIMENT}`,
  },
  { kind: "Person", table: "person", about: "r.id = ?", goes: "false", ground: "'RECOGNITION'", until: "null::date" },
];

/**
 * Erases what may go of what the registry holds about a person; run it in a transaction. What goes of events and decisions
 * leaves an erasure in the ledger, so that every proof still holds.
 * @throws RecordsStillWait when one has not entered the ledger yet: it will have in a second
 */
export async function erasePerson(em: EntityManager, person: string): Promise<ErasureLine[]> {
  for (const { kind, table, goes } of sealed) {
    const unsealed = await em.execute(
      `select from ${table} r where r.person_id = ? and (${goes})
       and not exists (select from ledger_leaf l where l.kind = '${kind}' and l.row_id = r.id) limit 1`,
      [person],
    );
    if (unsealed.length > 0) throw new RecordsStillWait("Some of her records have not entered the ledger yet.");
    await em.execute(
      `insert into ledger_erasure (kind, row_id) select '${kind}', r.id from ${table} r
       where r.person_id = ? and (${goes}) order by r.id`,
      [person],
    );
  }
  return applyErasure(em, rules, person);
}
