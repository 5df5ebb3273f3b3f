import type { EntityManager } from "@mikro-orm/postgresql";
import { isIdentifier } from "../../../kit/identifier.ts";
import { loadByKey } from "../../../kit/load-by-key.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { ContractType } from "../entities/contract-type.ts";
import type { EmploymentContract } from "../entities/employment-contract.ts";
import { isReferent } from "../policies/internal-roles.ts";

/** Types of contracts of the viewer's organisation. */
export class ContractTypes {
  readonly #em: EntityManager;
  readonly #viewer: Viewer | null;

  constructor(em: EntityManager, viewer: Viewer | null) {
    this.#em = em;
    this.#viewer = viewer;
  }

  /** A type reached through a contract the viewer may read. */
  readonly byId = loadByKey(
    (ids) => this.#em.find(ContractType, { id: ids }),
    (type) => type.id,
  );

  /** Those contracts are opened with today, by name. */
  async open(): Promise<ContractType[]> {
    if (!isReferent(this.#viewer)) return [];
    const where = { organizationId: this.#viewer.organization, closedOn: null };
    return this.#em.find(ContractType, where, { orderBy: { name: "asc" } });
  }

  /** The one opened under a name; the same name waits here until the transaction ends. */
  async lockName(name: string): Promise<ContractType | null> {
    if (!isReferent(this.#viewer)) return null;
    const { organization } = this.#viewer;
    await this.#em.execute("select pg_advisory_xact_lock(hashtextextended(?, 0))", [`${organization} ${name}`]);
    return this.#em.findOne(ContractType, { organizationId: organization, name, closedOn: null });
  }

  /** The type of a contract held for change; null where it has none. */
  async of({ contractTypeId }: EmploymentContract): Promise<ContractType | null> {
    return contractTypeId === null ? null : this.#em.findOne(ContractType, { id: contractTypeId });
  }

  /** One of the viewer's organisation, open or closed. */
  async own(id: string): Promise<ContractType | null> {
    if (!isReferent(this.#viewer) || !isIdentifier(id)) return null;
    return this.#em.findOne(ContractType, { id, organizationId: this.#viewer.organization });
  }
}
