import { type FilterQuery, LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { isIdentifier } from "../../../kit/identifier.ts";
import { loadByKey, loadManyByKey } from "../../../kit/load-by-key.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { EmploymentContract } from "../entities/employment-contract.ts";
import type { Day } from "../policies/calendar.ts";
import type { ContractKind } from "../policies/contract-kind.ts";
import { type ContractStatus, renewalHorizon } from "../policies/contract-status.ts";
import { isReferent } from "../policies/internal-roles.ts";

export interface ContractFilter {
  readonly kind?: ContractKind | null;
  readonly status?: ContractStatus | null;
}

/** Where a page begins: after the contract that ends on this day and has this id. */
export interface ContractPosition {
  readonly endsOn: Day;
  readonly id: string;
}

/** Contracts read in a viewer's name. Loaders give whole rows: the rule on their type decides which the viewer sees. */
export class EmploymentContracts {
  readonly #em: EntityManager;
  readonly #viewer: Viewer | null;
  readonly #today: Day;

  constructor(em: EntityManager, viewer: Viewer | null, today: Day) {
    this.#em = em;
    this.#viewer = viewer;
    this.#today = today;
  }

  readonly byId = loadByKey(
    (ids) => this.#em.find(EmploymentContract, { id: ids }),
    (contract) => contract.id,
  );

  /** Contracts of a person whoever holds them, by end day. */
  readonly byPerson = loadManyByKey(
    (people) => this.#em.find(EmploymentContract, { personId: people }, { orderBy: { endsOn: "asc", id: "asc" } }),
    (contract) => contract.personId,
  );

  /** The contract that replaces another, or is being prepared to. */
  readonly byReplaced = loadByKey(
    (ids) => this.#em.find(EmploymentContract, { replacesId: ids, recordedStatus: { $ne: "CANCELLED" } }),
    (contract) => contract.replacesId ?? "",
  );

  /** Contracts of the viewer's organisation, or about the viewer herself, by end day; at most `limit`. */
  async list(filter: ContractFilter, after: ContractPosition | null, limit: number): Promise<EmploymentContract[]> {
    const scope = this.#scope(filter);
    if (!scope) return [];
    const where = after ? { $and: [scope, behind(after)] } : scope;
    return this.#em.find(EmploymentContract, where, { orderBy: { endsOn: "asc", id: "asc" }, limit });
  }

  async count(filter: ContractFilter): Promise<number> {
    const scope = this.#scope(filter);
    return scope ? this.#em.count(EmploymentContract, scope) : 0;
  }

  /** Takes a contract of the viewer's organisation for change, until the transaction ends; null when she holds none such. */
  async lockOwn(id: string): Promise<EmploymentContract | null> {
    if (!isReferent(this.#viewer) || !isIdentifier(id)) return null;
    const where = { id, organizationId: this.#viewer.organization };
    return this.#em.findOne(EmploymentContract, where, { lockMode: LockMode.PESSIMISTIC_WRITE });
  }

  /** The same for whoever is a party to it: the person herself too. */
  async lockAsParty(id: string): Promise<EmploymentContract | null> {
    const own = this.#ownRows();
    if (!own || !isIdentifier(id)) return null;
    return this.#em.findOne(EmploymentContract, { $and: [{ id }, own] }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  }

  /** The contract her organisation opened under this key; the same key waits here until the transaction ends. */
  async lockRequest(requestKey: string): Promise<EmploymentContract | null> {
    if (!isReferent(this.#viewer)) return null;
    const { organization } = this.#viewer;
    await this.#em.execute("select pg_advisory_xact_lock(hashtextextended(?, 0))", [`${organization} ${requestKey}`]);
    return this.#em.findOne(EmploymentContract, { organizationId: organization, requestKey });
  }

  /** What the viewer may list at all; null for nothing. */
  #scope({ kind, status }: ContractFilter): FilterQuery<EmploymentContract> | null {
    const own = this.#ownRows();
    if (!own) return null;
    return { $and: [own, kind ? { kind } : {}, status ? standingAt(status, this.#today) : {}] };
  }

  #ownRows(): FilterQuery<EmploymentContract> | null {
    if (this.#viewer?.dataSubject) return { personId: this.#viewer.dataSubject };
    return isReferent(this.#viewer) ? { organizationId: this.#viewer.organization } : null;
  }
}

const behind = ({ endsOn, id }: ContractPosition): FilterQuery<EmploymentContract> => ({
  endsOn: { $gte: endsOn },
  $or: [{ endsOn: { $gt: endsOn } }, { id: { $gt: id } }],
});

function standingAt(status: ContractStatus, today: Day): FilterQuery<EmploymentContract> {
  if (status === "TO_RENEW") return { recordedStatus: "SIGNED", endsOn: { $lte: renewalHorizon(today) } };
  if (status === "SIGNED") return { recordedStatus: "SIGNED", endsOn: { $gt: renewalHorizon(today) } };
  return { recordedStatus: status };
}
