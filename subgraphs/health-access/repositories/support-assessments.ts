import type { EntityManager } from "@mikro-orm/postgresql";
import { loadManyByKey } from "../../../kit/load-by-key.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { SupportAssessment } from "../entities/support-assessment.ts";
import { isContractSide, type Navigator } from "../policies/internal-roles.ts";

/** Assessments of supports that are read by themselves; for who holds contracts there are none, whatever was consented. */
export class SupportAssessments {
  readonly #em: EntityManager;
  readonly #viewer: Viewer | null;

  constructor(em: EntityManager, viewer: Viewer | null) {
    this.#em = em;
    this.#viewer = viewer;
  }

  /** In the order of their days, those corrected since included. */
  readonly ofSupport = loadManyByKey(
    async (supports) =>
      isContractSide(this.#viewer)
        ? []
        : this.#em.find(
            SupportAssessment,
            { supportId: { $in: supports } },
            { orderBy: { assessedOn: "asc", recordedAt: "asc", id: "asc" } },
          ),
    ({ supportId }) => supportId,
  );

  /** Those of a support that no other one corrects. */
  async standingOf(supportId: string): Promise<SupportAssessment[]> {
    const assessments = await this.ofSupport.load(supportId);
    const corrected = new Set(assessments.map(({ correctsId }) => correctsId));
    return assessments.filter(({ id }) => !corrected.has(id));
  }

  /** What the navigator's association wrote under a key of its own. */
  async ownByRequestKey({ organization }: Navigator, requestKey: string): Promise<SupportAssessment | null> {
    return this.#em.findOne(SupportAssessment, { organizationId: organization, requestKey });
  }
}
