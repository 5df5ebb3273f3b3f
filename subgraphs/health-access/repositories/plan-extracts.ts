import { LockMode, raw } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { isIdentifier } from "../../../kit/identifier.ts";
import { loadByKey, loadManyByKey } from "../../../kit/load-by-key.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import type { PersonalRow } from "../../protection.ts";
import { PlanExtract } from "../entities/plan-extract.ts";
import { PlanTransmission } from "../entities/plan-transmission.ts";
import type { Navigator } from "../policies/internal-roles.ts";

/** What decides about a proposal and where it stands in the list, without what it says. */
export interface Proposal extends PersonalRow {
  readonly extractId: string;
  readonly planId: string;
  readonly derivedAt: Date;
}

/**
 * Extracts in a viewer's name: a person reaches hers, an organisation those it holds and those sent to it. Whether they are
 * shown is then decided by their rule.
 */
export class PlanExtracts {
  readonly #em: EntityManager;
  readonly #viewer: Viewer | null;

  constructor(em: EntityManager, viewer: Viewer | null) {
    this.#em = em;
    this.#viewer = viewer;
  }

  readonly byId = loadByKey(
    async (ids) => this.#em.find(PlanExtract, { $and: [{ id: { $in: ids } }, this.#scope()] }),
    (extract) => extract.id,
  );

  readonly ofPerson = loadManyByKey(
    async (people) =>
      this.#em.find(
        PlanExtract,
        { $and: [{ personId: { $in: people } }, this.#scope()] },
        { orderBy: { derivedAt: "desc", id: "desc" } },
      ),
    (extract) => extract.personId,
  );

  readonly ofPlan = loadManyByKey(
    async (plans) =>
      this.#em.find(
        PlanExtract,
        { $and: [{ planId: { $in: plans } }, this.#scope()] },
        { orderBy: { derivedAt: "desc", id: "desc" } },
      ),
    (extract) => extract.planId,
  );

  readonly transmissionsOf = loadManyByKey(
    async (extracts) =>
      this.#em.find(PlanTransmission, { extractId: { $in: extracts } }, { orderBy: { sentAt: "asc", id: "asc" } }),
    (transmission) => transmission.extractId,
  );

  /** Everything ever sent to the viewer's organisation, the extract derived last first; each is still to be permitted. */
  proposals(): Promise<Proposal[]> {
    return this.#sent("");
  }

  /** What of it is newer than the extract of the same plan that a contract there names. */
  updates(): Promise<Proposal[]> {
    return this.#sent(`and exists (select from linked_plan link join plan_extract named on named.id = link.extract_id
      where link.recipient_organization_id = transmission.recipient_organization_id and link.ended_at is null
        and named.plan_id = extract.plan_id and named.derived_at < extract.derived_at)`);
  }

  async #sent(condition: string): Promise<Proposal[]> {
    if (!this.#viewer?.organization) return [];
    const rows = await this.#em.execute<Record<string, string>[]>(
      `select extract.id, extract.plan_id, extract.person_id, extract.organization_id, extract.content_hash, extract.derived_at
       from plan_transmission transmission join plan_extract extract on extract.id = transmission.extract_id
       where transmission.recipient_organization_id = ? ${condition} order by extract.derived_at desc, extract.id desc`,
      [this.#viewer.organization],
    );
    return rows.map((row) => ({
      extractId: row.id!,
      planId: row.plan_id!,
      personId: row.person_id!,
      organizationId: row.organization_id!,
      consentResource: row.id!,
      contentHash: row.content_hash!,
      derivedAt: new Date(row.derived_at!),
    }));
  }

  async findByContent(planId: string, contentHash: string): Promise<PlanExtract | null> {
    return this.#em.findOne(PlanExtract, { planId, contentHash });
  }

  /** Locks an extract of the navigator's association until the transaction ends; null for any other, known or not. */
  async lockHeld(navigator: Navigator, id: string): Promise<PlanExtract | null> {
    if (!isIdentifier(id)) return null;
    const held = { id, organizationId: navigator.organization };
    return this.#em.findOne(PlanExtract, held, { lockMode: LockMode.PESSIMISTIC_WRITE });
  }

  async findTransmission(extractId: string, recipientOrganizationId: string): Promise<PlanTransmission | null> {
    return this.#em.findOne(PlanTransmission, { extractId, recipientOrganizationId });
  }

  #scope() {
    const { dataSubject, organization } = this.#viewer ?? {};
    if (dataSubject) return { personId: dataSubject };
    if (!organization) return { id: { $in: [] as string[] } };
    const wasSentToIt = raw(
      (extract) =>
        `exists (select from plan_transmission where extract_id = ${extract}.id and recipient_organization_id = ?)`,
      [organization],
    );
    return { $or: [{ organizationId: organization }, { [wasSentToIt]: [] }] };
  }
}
