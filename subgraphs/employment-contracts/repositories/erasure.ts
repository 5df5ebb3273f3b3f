import type { EntityManager } from "@mikro-orm/postgresql";
import { applyErasure, type ErasureLine, type ErasureRule } from "../../../kit/erasure.ts";
import { CONTRACT_YEARS } from "../policies/retention.ts";

const RETENTION = `interval '${CONTRACT_YEARS} years'`;

/** The last day of the last of a person's contracts: one replaces another, so that they stay and go together. */
const lastDay = (person: string) => `(select max(coalesce(c.closed_on, c.ends_on)) from employment_contract c
  where c.person_id = ${person} and c.status <> 'CANCELLED')`;
const contractGoes = (c: string) => `(${c}.status = 'CANCELLED' or (
  ${lastDay(`${c}.person_id`)} <= current_date - ${RETENTION}
  and not exists (select from employment_contract o where o.person_id = ${c}.person_id and o.status in ('DRAFT', 'AWAITING_SIGNATURE'))))`;
const isUnderWay = (c: string) => `${c}.status in ('DRAFT', 'AWAITING_SIGNATURE')
  or (${c}.status = 'SIGNED' and ${c}.ends_on >= current_date)`;
const groundOf = (c: string) => `case when ${isUnderWay(c)} then 'UNDER_WAY' else 'LEGAL_RETENTION' end`;
const untilOf = (c: string) =>
  `case when ${isUnderWay(c)} then null else ${lastDay(`${c}.person_id`)} + ${RETENTION} end`;
const ofContract = (expression: (c: string) => string) =>
  `(select ${expression("e")} from employment_contract e where e.id = r.contract_id)`;
const ofVersion = (expression: (c: string) => string) =>
  `(select ${expression("e")} from employment_contract e join contract_version v on v.contract_id = e.id where v.id = r.version_id)`;

/** What hangs below goes first. */
const rules: readonly ErasureRule[] = [
  {
    kind: "PlanLink",
    table: "plan_link",
    about: "r.contract_id in (select c.id from employment_contract c where c.person_id = ?)",
    goes: `r.ended_at is not null or ${ofContract(contractGoes)}`,
    ground: ofContract(groundOf),
    until: ofContract(untilOf),
  },
  {
    kind: "ContractSignature",
    table: "contract_signature",
    about: "r.person_id = ?",
    goes: ofVersion(contractGoes),
    ground: ofVersion(groundOf),
    until: ofVersion(untilOf),
  },
  {
    kind: "ContractVersion",
    table: "contract_version",
    about: "r.person_id = ?",
    goes: ofContract(contractGoes),
    ground: ofContract(groundOf),
    until: ofContract(untilOf),
  },
  {
    kind: "EmploymentContract",
    table: "employment_contract",
    about: "r.person_id = ?",
    goes: contractGoes("r"),
    ground: groundOf("r"),
    until: untilOf("r"),
  },
];

/** Erases what may go of a person's contracts; run it in a transaction. */
export const erasePerson = (em: EntityManager, person: string): Promise<ErasureLine[]> =>
  applyErasure(em, rules, person);
