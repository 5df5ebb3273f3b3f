import type { EntityManager } from "@mikro-orm/postgresql";
import { isIdentifier } from "../../../kit/identifier.ts";
import { loadManyByKey } from "../../../kit/load-by-key.ts";
import { Diagnosis } from "../entities/diagnosis.ts";
import { SupportAgreement } from "../entities/support-agreement.ts";
import { LEAST_DISCIPLINES } from "../policies/agreement-period.ts";
import type { Navigator } from "../policies/internal-roles.ts";

/** Agreements of supports that are read by themselves, and are theirs to show. */
export class SupportAgreements {
  readonly #em: EntityManager;

  constructor(em: EntityManager) {
    this.#em = em;
  }

  readonly ofSupport = loadManyByKey(
    async (supports) =>
      this.#em.find(SupportAgreement, { supportId: { $in: supports } }, { orderBy: { startsOn: "asc" } }),
    ({ supportId }) => supportId,
  );

  /** The one of a support that ends last. */
  async latest(supportId: string): Promise<SupportAgreement | null> {
    return this.#em.findOne(SupportAgreement, { supportId }, { orderBy: { endsOn: "desc" } });
  }

  /** One of the navigator's association; null for any other, known or not. */
  async findHeld({ organization }: Navigator, id: string): Promise<SupportAgreement | null> {
    return isIdentifier(id) ? this.#em.findOne(SupportAgreement, { id, organizationId: organization }) : null;
  }

  async findRenewalOf({ id }: SupportAgreement): Promise<SupportAgreement | null> {
    return this.#em.findOne(SupportAgreement, { renewsId: id });
  }

  /** Whether enough disciplines had concluded together by a day. */
  async isDiagnosedBy(supportId: string, day: string): Promise<boolean> {
    const diagnoses = await this.#em.find(Diagnosis, { supportId, establishedOn: { $lte: day } });
    return diagnoses.some(({ disciplines }) => disciplines.length >= LEAST_DISCIPLINES);
  }
}
