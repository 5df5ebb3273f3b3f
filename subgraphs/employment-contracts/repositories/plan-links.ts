import type { EntityManager } from "@mikro-orm/postgresql";
import { loadByKey } from "../../../kit/load-by-key.ts";
import type { EmploymentContract } from "../entities/employment-contract.ts";
import { PlanLink } from "../entities/plan-link.ts";

/** Links in force, reached through a contract the viewer may read or change. */
export class PlanLinks {
  readonly #em: EntityManager;

  constructor(em: EntityManager) {
    this.#em = em;
  }

  readonly activeByContract = loadByKey(
    (ids) => this.#em.find(PlanLink, { contractId: ids, endedAt: null }),
    (link) => link.contractId,
  );

  /** The link in force of a contract held for change. */
  async active(contract: EmploymentContract): Promise<PlanLink | null> {
    return this.#em.findOne(PlanLink, { contractId: contract.id, endedAt: null });
  }
}
