import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { decodeCursor, encodeCursor, type Page, toPage } from "../../../kit/connection.ts";
import { isIdentifier } from "../../../kit/identifier.ts";
import { loadByKey, loadManyByKey } from "../../../kit/load-by-key.ts";
import { subgraphError } from "../../../kit/subgraph-error.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { Diagnosis } from "../entities/diagnosis.ts";
import { HealthSupport } from "../entities/health-support.ts";
import { SupportAct } from "../entities/support-act.ts";
import { isInternalReadAllowed, type Navigator } from "../policies/internal-roles.ts";

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Supports in a viewer's name: a person reaches hers alone; for other organisations the rule of each row decides. */
export class HealthSupports {
  readonly #em: EntityManager;
  readonly #viewer: Viewer | null;

  constructor(em: EntityManager, viewer: Viewer | null) {
    this.#em = em;
    this.#viewer = viewer;
  }

  readonly byId = loadByKey(
    async (ids) => this.#em.find(HealthSupport, { id: { $in: ids }, ...this.#scope() }),
    (support) => support.id,
  );

  readonly ofPerson = loadManyByKey(
    async (people) =>
      this.#em.find(
        HealthSupport,
        { $and: [{ personId: { $in: people } }, this.#scope()] },
        { orderBy: { openedOn: "desc", id: "desc" } },
      ),
    (support) => support.personId,
  );

  readonly actsOf = loadManyByKey(
    async (supports) =>
      this.#em.find(
        SupportAct,
        { supportId: { $in: supports } },
        { orderBy: { heldOn: "asc", kind: "asc", rankOfDay: "asc", id: "asc" } },
      ),
    (act) => act.supportId,
  );

  readonly diagnosesOf = loadManyByKey(
    async (supports) =>
      this.#em.find(Diagnosis, { supportId: { $in: supports } }, { orderBy: { establishedOn: "asc" } }),
    (diagnosis) => diagnosis.supportId,
  );

  /** The supports of the viewer's own organisation, newest first; none for who may not read them. */
  async ofTeam(first: number, after?: string | null): Promise<Page<HealthSupport>> {
    const viewer = this.#viewer;
    if (!viewer?.organization || !isInternalReadAllowed(viewer, "CARE_NAVIGATION"))
      return toPage([], first, cursorOf, 0);
    const own = { organizationId: viewer.organization };
    const where = after ? { $and: [own, following(after)] } : own;
    const rows = await this.#em.find(HealthSupport, where, {
      orderBy: { openedOn: "desc", id: "desc" },
      limit: first + 1,
    });
    return toPage(rows, first, cursorOf, () => this.#em.count(HealthSupport, own));
  }

  /** Locks a support of the navigator's association until the transaction ends; null for any other, known or not. */
  async lockHeld(navigator: Navigator, id: string): Promise<HealthSupport | null> {
    if (!isIdentifier(id)) return null;
    const held = { id, organizationId: navigator.organization };
    return this.#em.findOne(HealthSupport, held, { lockMode: LockMode.PESSIMISTIC_WRITE });
  }

  async findAct(act: Pick<SupportAct, "supportId" | "authorSubject" | "kind" | "heldOn" | "rankOfDay">) {
    return this.#em.findOne(SupportAct, act);
  }

  async hasFirstInterview(supportId: string): Promise<boolean> {
    return (await this.#em.count(SupportAct, { supportId, kind: "FIRST_INTERVIEW" })) > 0;
  }

  async findDiagnosis(supportId: string, establishedOn: string): Promise<Diagnosis | null> {
    return this.#em.findOne(Diagnosis, { supportId, establishedOn });
  }

  async hasDiagnosis(supportId: string): Promise<boolean> {
    return (await this.#em.count(Diagnosis, { supportId })) > 0;
  }

  #scope() {
    if (!this.#viewer) return { id: { $in: [] as string[] } };
    return this.#viewer.dataSubject ? { personId: this.#viewer.dataSubject } : {};
  }
}

const cursorOf = ({ openedOn, id }: HealthSupport) => encodeCursor([openedOn, id]);

function following(after: string) {
  const [openedOn, id] = decodeCursor(after, 2);
  if (typeof openedOn !== "string" || !DAY.test(openedOn) || !isIdentifier(id))
    throw subgraphError("BAD_USER_INPUT", "after: take the cursor from pageInfo.endCursor of this list.");
  return { $or: [{ openedOn: { $lt: openedOn } }, { openedOn, id: { $lt: id } }] };
}
