import type { FilterQuery } from "@mikro-orm/core";
import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { decodeCursor, encodeCursor, foreignCursor, type Page, toPage } from "../../../kit/connection.ts";
import { isIdentifier } from "../../../kit/identifier.ts";
import { loadByKey, loadManyByKey } from "../../../kit/load-by-key.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { TrainingRegistration } from "../entities/training-registration.ts";
import { TrainingSession } from "../entities/training-session.ts";
import { isNavigator } from "../policies/internal-roles.ts";
import { Seats } from "./seats.ts";

/**
 * Training sessions in a viewer's name: those of her organisation and those open to it. Who comes is known to the team that
 * holds the session, and to each of her own.
 */
export class Trainings {
  readonly #em: EntityManager;
  readonly #viewer: Viewer | null;
  readonly seats: Seats<TrainingRegistration>;

  constructor(em: EntityManager, viewer: Viewer | null) {
    this.#em = em;
    this.#viewer = viewer;
    this.seats = new Seats(em, TrainingRegistration);
  }

  readonly sessions = loadByKey(
    async (ids) => this.#em.find(TrainingSession, { $and: [{ id: { $in: ids } }, this.#open()] }),
    ({ id }) => id,
  );

  readonly registrations = loadByKey(
    async (ids) => this.#em.find(TrainingRegistration, { $and: [{ id: { $in: ids } }, this.#known()] }),
    ({ id }) => id,
  );

  readonly registrationsOf = loadManyByKey(
    async (sessions) =>
      this.#em.find(
        TrainingRegistration,
        { $and: [{ sessionId: { $in: sessions } }, this.#known()] },
        { orderBy: { number: "asc" } },
      ),
    ({ sessionId }) => sessionId,
  );

  /** The sessions that end from an instant on, soonest first. */
  async list(from: Date, first: number, after?: string | null): Promise<Page<TrainingSession>> {
    const open: FilterQuery<TrainingSession> = { $and: [this.#open(), { endsAt: { $gt: from } }] };
    const rows = await this.#em.find(TrainingSession, after ? { $and: [open, following(after)] } : open, {
      orderBy: { startsAt: "asc", id: "asc" },
      limit: first + 1,
    });
    return toPage(rows, first, cursorOf, () => this.#em.count(TrainingSession, open));
  }

  /** Locks a session the viewer may know of, and so its registrations; null for any other, known or not. */
  async lockSession(id: string): Promise<TrainingSession | null> {
    if (!isIdentifier(id)) return null;
    const open: FilterQuery<TrainingSession> = { $and: [{ id }, this.#open()] };
    return this.#em.findOne(TrainingSession, open, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
  }

  /** A registration the viewer may know of with its session, locked; null for any other. */
  async lockRegistration(id: string) {
    if (!isIdentifier(id)) return null;
    const known: FilterQuery<TrainingRegistration> = { $and: [{ id }, this.#known()] };
    const found = await this.#em.findOne(TrainingRegistration, known);
    const session = found && (await this.#em.findOne(TrainingSession, found.sessionId, LOCKED));
    if (!session) return null;
    // Whoever held the lock before may have changed it.
    const registration = await this.#em.findOneOrFail(TrainingRegistration, { id }, { refresh: true });
    return { registration, session };
  }

  async findOwn(sessionId: string): Promise<TrainingRegistration | null> {
    return this.#em.findOne(TrainingRegistration, { sessionId, account: this.#viewer?.subject ?? "" });
  }

  #open(): FilterQuery<TrainingSession> {
    const organization = this.#viewer?.organization;
    if (!organization) return { id: { $in: [] } };
    return { $or: [{ organizationId: organization }, { openTo: { $contains: [organization] } }] };
  }

  #known(): FilterQuery<TrainingRegistration> {
    const viewer = this.#viewer;
    if (!viewer?.organization) return { id: { $in: [] } };
    const own = { account: viewer.subject };
    return isNavigator(viewer) ? { $or: [own, { organizationId: viewer.organization }] } : own;
  }
}

const LOCKED = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;

const cursorOf = ({ startsAt, id }: TrainingSession) => encodeCursor([startsAt.getTime(), id]);

function following(after: string): FilterQuery<TrainingSession> {
  const [instant, id] = decodeCursor(after, 2);
  const startsAt = new Date(typeof instant === "number" ? instant : Number.NaN);
  if (Number.isNaN(startsAt.getTime()) || !isIdentifier(id)) throw foreignCursor();
  return { $or: [{ startsAt: { $gt: startsAt } }, { startsAt, id: { $gt: id } }] };
}
