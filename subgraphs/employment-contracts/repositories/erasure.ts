import type { EntityManager } from "@mikro-orm/postgresql";
import { applyErasure, type ErasureLine, type RetainedRule } from "../../../kit/erasure.ts";
import { rectificationRule } from "../../../kit/rectification/rectification-rule.ts";
import { periodSql } from "../../../kit/retention/period-sql.ts";
import { CONTRACT_YEARS, type retentionKinds } from "../policies/retention.ts";

const KIND: keyof typeof retentionKinds = "EMPLOYMENT_CONTRACT";
/** For how long a person's contracts stay: the longest of the periods of those who hold them, since one replaces another. */
const retention = (person: string) => `(select max(${periodSql(KIND, "h.organization_id", `${CONTRACT_YEARS} years`)})
  from employment_contract h where h.person_id = ${person})`;

/** The last day of the last of a person's contracts: one replaces another, so that they stay and go together. */
const lastDay = (person: string) => `(select max(coalesce(c.closed_on, c.ends_on)) from employment_contract c
  where c.person_id = ${person} and c.status <> 'CANCELLED')`;
const areOutdated = (c: string) => `(${lastDay(`${c}.person_id`)} <= current_date - ${retention(`${c}.person_id`)}
  and not exists (select from employment_contract o where o.person_id = ${c}.person_id and o.status in ('DRAFT', 'AWAITING_SIGNATURE')))`;
const contractGoes = (c: string) => `(${c}.status = 'CANCELLED' or ${areOutdated(c)})`;
const isPast = (c: string) => `(${areOutdated(c)}
  or (${c}.status = 'CANCELLED' and ${c}.closed_on <= current_date - ${retention(`${c}.person_id`)}))`;
const isUnderWay = (c: string) => `${c}.status in ('DRAFT', 'AWAITING_SIGNATURE')
  or (${c}.status = 'SIGNED' and ${c}.ends_on >= current_date)`;
const groundOf = (c: string) => `case when ${isUnderWay(c)} then 'UNDER_WAY' else 'LEGAL_RETENTION' end`;
const untilOf = (c: string) =>
  `case when ${isUnderWay(c)} then null else ${lastDay(`${c}.person_id`)} + ${retention(`${c}.person_id`)} end`;
const ofContract = (expression: (c: string) => string) =>
  `(select ${expression("e")} from employment_contract e where e.id = r.contract_id)`;

/** What hangs below goes first. */
export const erasureRules: readonly RetainedRule[] = [
  rectificationRule("EmploymentContractsRectification", "r.person_id", KIND, `${CONTRACT_YEARS} years`),
  {
    kind: "PlanLink",
    table: "plan_link",
    about: "r.contract_id in (select c.id from employment_contract c where c.person_id = ?)",
    goes: `r.ended_at is not null or ${ofContract(contractGoes)}`,
    ground: ofContract(groundOf),
    until: ofContract(untilOf),
    period: KIND,
    isPast: ofContract(isPast),
    organization: "(select e.organization_id from employment_contract e where e.id = r.contract_id)",
  },
  {
    kind: "ContractVersion",
    table: "contract_version",
    about: "r.person_id = ?",
    goes: ofContract(contractGoes),
    ground: ofContract(groundOf),
    until: ofContract(untilOf),
    period: KIND,
    isPast: ofContract(isPast),
    subject: "r.person_id",
  },
  {
    kind: "EmploymentContract",
    table: "employment_contract",
    about: "r.person_id = ?",
    goes: contractGoes("r"),
    ground: groundOf("r"),
    until: untilOf("r"),
    period: KIND,
    isPast: isPast("r"),
    subject: "r.person_id",
  },
];

/** Erases what may go of a person's contracts; run it in a transaction. */
export const erasePerson = (em: EntityManager, person: string): Promise<ErasureLine[]> =>
  applyErasure(em, erasureRules, person);
