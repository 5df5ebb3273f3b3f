import type { EntityManager } from "@mikro-orm/postgresql";
import { loadManyByKey } from "../../../kit/load-by-key.ts";
import { ContractSignature } from "../entities/contract-signature.ts";
import type { ContractVersion } from "../entities/contract-version.ts";

/** Signatures, reached through a version the viewer may read or change. */
export class ContractSignatures {
  readonly #em: EntityManager;

  constructor(em: EntityManager) {
    this.#em = em;
  }

  /** Signatures under a version, in the order they were recorded. */
  readonly byVersion = loadManyByKey(
    (ids) => this.#em.find(ContractSignature, { versionId: ids }, { orderBy: { recordedAt: "asc", party: "asc" } }),
    (signature) => signature.versionId,
  );

  /** Signatures under a version of a contract held for change. */
  async under(version: ContractVersion): Promise<ContractSignature[]> {
    return this.#em.find(ContractSignature, { versionId: version.id });
  }
}
