import type { FilterQuery } from "@mikro-orm/core";
import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { decodeCursor, encodeCursor, foreignCursor, type Page, toPage } from "../../../kit/connection.ts";
import { isIdentifier } from "../../../kit/identifier.ts";
import { loadByKey, loadManyByKey } from "../../../kit/load-by-key.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { AdviceAnswer } from "../entities/advice-answer.ts";
import { AdviceRequest } from "../entities/advice-request.ts";
import type { AdviceStatus } from "../policies/advice-words.ts";
import { isInternalReadAllowed, isNavigator, type Navigator, type Volunteer } from "../policies/internal-roles.ts";

/**
 * Requests for advice in a viewer's name: those of her own association, whatever a person lets others read; a person reaches
 * hers alone. What was taken back is shown to those who asked, and no longer to volunteers.
 */
export class AdviceRequests {
  readonly #em: EntityManager;
  readonly #viewer: Viewer | null;

  constructor(em: EntityManager, viewer: Viewer | null) {
    this.#em = em;
    this.#viewer = viewer;
  }

  readonly byId = loadByKey(
    async (ids) => this.#em.find(AdviceRequest, { $and: [{ id: { $in: ids } }, this.#scope()] }),
    ({ id }) => id,
  );

  readonly ofSupport = loadManyByKey(
    async (supports) =>
      this.#em.find(
        AdviceRequest,
        { $and: [{ supportId: { $in: supports } }, this.#scope()] },
        { orderBy: { askedAt: "asc", id: "asc" } },
      ),
    ({ supportId }) => supportId,
  );

  readonly answersOf = loadManyByKey(
    async (requests) =>
      this.#em.find(AdviceAnswer, { requestId: { $in: requests } }, { orderBy: { answeredAt: "asc", id: "asc" } }),
    ({ requestId }) => requestId,
  );

  /** The requests of the viewer's own association, oldest first; none for who may not read them. */
  async ofTeam(first: number, after?: string | null, status?: AdviceStatus | null): Promise<Page<AdviceRequest>> {
    const viewer = this.#viewer;
    if (!viewer?.organization || !isInternalReadAllowed(viewer, "EXPERT_ADVICE")) return toPage([], first, cursorOf, 0);
    const own: FilterQuery<AdviceRequest> = { $and: [this.#scope(), status ? { status } : {}] };
    const rows = await this.#em.find(AdviceRequest, after ? { $and: [own, following(after)] } : own, {
      orderBy: { askedAt: "asc", id: "asc" },
      limit: first + 1,
    });
    return toPage(rows, first, cursorOf, () => this.#em.count(AdviceRequest, own));
  }

  /** Locks a request of the viewer's association that she may know of; null for any other, known or not. */
  async lockHeld(id: string): Promise<AdviceRequest | null> {
    if (!isIdentifier(id)) return null;
    return this.#em.findOne(
      AdviceRequest,
      { $and: [{ id }, this.#scope()] },
      { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
    );
  }

  /** What the navigator's association asked under a key of its own. */
  async ownByRequestKey({ organization }: Navigator, requestKey: string): Promise<AdviceRequest | null> {
    return this.#em.findOne(AdviceRequest, { organizationId: organization, requestKey });
  }

  /** Those about a support that nobody has answered, locked. */
  async lockWaiting(supportId: string): Promise<AdviceRequest[]> {
    const waiting = { supportId, status: "ASKED" } as const;
    return this.#em.find(AdviceRequest, waiting, { orderBy: { id: "asc" }, lockMode: LockMode.PESSIMISTIC_WRITE });
  }

  async findOwnAnswer({ subject }: Volunteer, requestId: string): Promise<AdviceAnswer | null> {
    return this.#em.findOne(AdviceAnswer, { requestId, authorSubject: subject });
  }

  #scope(): FilterQuery<AdviceRequest> {
    const viewer = this.#viewer;
    if (viewer?.dataSubject) return { personId: viewer.dataSubject };
    if (!viewer?.organization) return { id: { $in: [] } };
    const own = { organizationId: viewer.organization };
    return isNavigator(viewer) ? own : { ...own, status: { $ne: "WITHDRAWN" } };
  }
}

const cursorOf = ({ askedAt, id }: AdviceRequest) => encodeCursor([askedAt.getTime(), id]);

function following(after: string): FilterQuery<AdviceRequest> {
  const [time, id] = decodeCursor(after, 2);
  const askedAt = new Date(Number(time));
  if (typeof time !== "number" || Number.isNaN(askedAt.getTime()) || !isIdentifier(id)) throw foreignCursor();
  return { $or: [{ askedAt: { $gt: askedAt } }, { askedAt, id: { $gt: id } }] };
}
