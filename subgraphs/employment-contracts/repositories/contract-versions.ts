import type { EntityManager } from "@mikro-orm/postgresql";
import { loadManyByKey } from "../../../kit/load-by-key.ts";
import { ContractVersion } from "../entities/contract-version.ts";
import type { EmploymentContract } from "../entities/employment-contract.ts";

/** History of contracts, reached through a contract the viewer may read or change. */
export class ContractVersions {
  readonly #em: EntityManager;

  constructor(em: EntityManager) {
    this.#em = em;
  }

  /** Versions of a contract, the first one first. */
  readonly byContract = loadManyByKey(
    (ids) => this.#em.find(ContractVersion, { contractId: ids }, { orderBy: { number: "asc" } }),
    (version) => version.contractId,
  );

  /** One version of a contract held for change. */
  async numbered(contract: EmploymentContract, number: number): Promise<ContractVersion | null> {
    return this.#em.findOne(ContractVersion, { contractId: contract.id, number });
  }

  async first(contract: EmploymentContract): Promise<ContractVersion> {
    return this.#em.findOneOrFail(ContractVersion, { contractId: contract.id, number: 1 });
  }
}
