import type { EntityManager } from "@mikro-orm/postgresql";
import type { Viewer } from "../../../kit/viewer.ts";
import { EmploymentContract } from "../entities/employment-contract.ts";
import { addMonths, type Day } from "../policies/calendar.ts";
import { renewalHorizon } from "../policies/contract-status.ts";
import { isReferent } from "../policies/internal-roles.ts";
import { REVIEW_MONTHS } from "../policies/review.ts";
import { type ContractWorklist, contractWorklists } from "../policies/worklist.ts";

/** A contract of a list, and the day by which something is to be done about it. */
export interface DueContract {
  readonly contract: EmploymentContract;
  readonly dueOn: Day;
}

const IS_AWAITED = `(c.status = 'AWAITING_SIGNATURE' or (c.status = 'SIGNED' and c.awaiting_number is not distinct from c.version))`;
/** The month of the orientation bounds the first version of a contrat d'engagement; the present end bounds all else. */
const SIGN_BY = `case when c.status = 'AWAITING_SIGNATURE' and c.kind = 'CONTRAT_ENGAGEMENT'
  then coalesce((c.orientation_notified_on + interval '1 month')::date, c.ends_on) else c.ends_on end`;
const REVIEW_BY = `(greatest(c.starts_on, coalesce(c.reviewed_on, c.signed_on)) + interval '${REVIEW_MONTHS} months')::date`;

/** Which contracts `c` stand in each list, and by when: the same rules as those of the fields, as SQL. */
const lists: Readonly<Record<ContractWorklist, { readonly holds: string; readonly due: string }>> = {
  TO_SIGN: { holds: `${IS_AWAITED} and ${SIGN_BY} >= :today::date`, due: SIGN_BY },
  SIGNATURE_OVERDUE: { holds: `${IS_AWAITED} and ${SIGN_BY} < :today::date`, due: SIGN_BY },
  TO_RENEW: {
    holds: `c.status = 'SIGNED' and c.kind = 'CONTRAT_ENGAGEMENT' and c.ends_on <= :renewalHorizon::date and not ${IS_AWAITED}`,
    due: "c.ends_on",
  },
  TO_REPLACE: {
    holds: `c.kind <> 'CONTRAT_ENGAGEMENT' and c.status in ('AWAITING_SIGNATURE', 'SIGNED') and not exists (
      select from employment_contract r where r.replaces_id = c.id and r.status <> 'CANCELLED')`,
    due: "c.ends_on",
  },
  TO_REVIEW: {
    holds: `c.status = 'SIGNED' and ${REVIEW_BY} <= :reviewHorizon::date and ${REVIEW_BY} < c.ends_on`,
    due: REVIEW_BY,
  },
};

/** What is to be done about the contracts of the viewer's organisation, or about the viewer's own. */
export class ContractWorklists {
  readonly #em: EntityManager;
  readonly #viewer: Viewer | null;
  readonly #today: Day;

  constructor(em: EntityManager, viewer: Viewer | null, today: Day) {
    this.#em = em;
    this.#viewer = viewer;
    this.#today = today;
  }

  /** One list, soonest day first; at most `limit` after a position. */
  async list(
    worklist: ContractWorklist,
    after: { dueOn: Day; id: string } | null,
    limit: number,
  ): Promise<DueContract[]> {
    const scope = this.#scope();
    if (!scope) return [];
    const { holds, due } = lists[worklist];
    const behind = after ? `and (${due}, c.id) > (:afterDay::date, :afterId::uuid)` : "";
    const rows: Record<string, unknown>[] = await this.#run(
      `select c.*, (${due})::text as due_on from employment_contract c
       where ${scope} and (${holds}) ${behind} order by ${due}, c.id limit :limit`,
      { limit, ...(after ? { afterDay: after.dueOn, afterId: after.id } : {}) },
    );
    return rows.map(({ due_on, ...row }) => ({
      contract: this.#em.map(EmploymentContract, row),
      dueOn: String(due_on),
    }));
  }

  /** How many contracts stand in each list, in one statement. */
  async counts(): Promise<ReadonlyMap<ContractWorklist, number>> {
    const words = Object.keys(contractWorklists) as ContractWorklist[];
    const scope = this.#scope();
    const columns = words.map((word) => `(count(*) filter (where ${lists[word].holds}))::int as "${word}"`);
    const [row] = scope
      ? await this.#run(`select ${columns.join(", ")} from employment_contract c where ${scope}`, {})
      : [];
    return new Map(words.map((word) => [word, Number(row?.[word] ?? 0)]));
  }

  #run(text: string, values: Record<string, unknown>): Promise<Record<string, unknown>[]> {
    const given: Record<string, unknown> = {
      ...values,
      owner: this.#viewer?.dataSubject ?? this.#viewer?.organization,
      today: this.#today,
      renewalHorizon: renewalHorizon(this.#today),
      reviewHorizon: addMonths(this.#today, 1),
    };
    const marks: unknown[] = [];
    const statement = text.replaceAll(/(?<!:):([a-zA-Z]+)/g, (_, name: string) => {
      marks.push(given[name]);
      return "?";
    });
    return this.#em.execute(statement, marks);
  }

  #scope(): string | null {
    if (this.#viewer?.dataSubject) return "c.person_id = :owner";
    return isReferent(this.#viewer) ? "c.organization_id = :owner" : null;
  }
}
