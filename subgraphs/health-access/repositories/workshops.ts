import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { decodeCursor, encodeCursor, foreignCursor, type Page, toPage } from "../../../kit/connection.ts";
import { isIdentifier } from "../../../kit/identifier.ts";
import { loadByKey, loadManyByKey } from "../../../kit/load-by-key.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { WorkshopRegistration } from "../entities/workshop-registration.ts";
import { WorkshopSession } from "../entities/workshop-session.ts";
import { isNavigator, type Navigator } from "../policies/internal-roles.ts";
import { Seats } from "./seats.ts";

/** Sessions in a viewer's name: those of her own association; a person reaches her own registrations alone. */
export class Workshops {
  readonly #em: EntityManager;
  readonly #viewer: Viewer | null;
  /** Places of those registered by name. */
  readonly seats: Seats<WorkshopRegistration>;

  constructor(em: EntityManager, viewer: Viewer | null) {
    this.#em = em;
    this.#viewer = viewer;
    this.seats = new Seats(em, WorkshopRegistration);
  }

  readonly sessions = loadByKey(
    async (ids) => this.#em.find(WorkshopSession, { id: { $in: ids } }),
    (session) => session.id,
  );

  readonly registrationsOf = loadManyByKey(
    async (sessions) =>
      this.#em.find(
        WorkshopRegistration,
        { $and: [{ sessionId: { $in: sessions } }, this.#own()] },
        { orderBy: { number: "asc" } },
      ),
    (registration) => registration.sessionId,
  );

  readonly ofPerson = loadManyByKey(
    async (people) =>
      this.#em.find(
        WorkshopRegistration,
        { $and: [{ personId: { $in: people } }, this.#scope()] },
        { orderBy: { sessionId: "asc", number: "asc" } },
      ),
    (registration) => registration.personId,
  );

  /** The sessions of the viewer's association that end from an instant on, soonest first; none for others. */
  async ofTeam(from: Date, first: number, after?: string | null): Promise<Page<WorkshopSession>> {
    if (!isNavigator(this.#viewer)) return toPage([], first, cursorOf, 0);
    const own = { organizationId: this.#viewer.organization, endsAt: { $gt: from } };
    const rows = await this.#em.find(WorkshopSession, after ? { $and: [own, following(after)] } : own, {
      orderBy: { startsAt: "asc", id: "asc" },
      limit: first + 1,
    });
    return toPage(rows, first, cursorOf, () => this.#em.count(WorkshopSession, own));
  }

  /** The session on a theme at a place and instant, made of `session` when there is none: two who plan it at once plan one. */
  async findOrAdd(session: WorkshopSession): Promise<WorkshopSession> {
    const { organizationId, theme, startsAt, placeName } = session;
    await this.#em.upsert(
      WorkshopSession,
      { ...session },
      { onConflictFields: ["organizationId", "theme", "startsAt", "placeName"], onConflictAction: "ignore" },
    );
    return this.#em.findOneOrFail(WorkshopSession, { organizationId, theme, startsAt, placeName });
  }

  /** Locks a session of the navigator's association, and so its registrations; null for any other, known or not. */
  async lockSession({ organization }: Navigator, id: string): Promise<WorkshopSession | null> {
    if (!isIdentifier(id)) return null;
    const held = { id, organizationId: organization };
    return this.#em.findOne(WorkshopSession, held, { lockMode: LockMode.PESSIMISTIC_WRITE });
  }

  /** A registration held by the navigator's association with its session, locked; null for any other. */
  async lockRegistration(navigator: Navigator, id: string) {
    if (!isIdentifier(id)) return null;
    const held = { id, organizationId: navigator.organization };
    const found = await this.#em.findOne(WorkshopRegistration, held);
    if (!found) return null;
    const session = (await this.lockSession(navigator, found.sessionId))!;
    // Whoever held the lock before may have changed it.
    const registration = await this.#em.findOneOrFail(WorkshopRegistration, held, { refresh: true });
    return { registration, session };
  }

  async findStanding(sessionId: string, personId: string): Promise<WorkshopRegistration | null> {
    return this.#em.findOne(WorkshopRegistration, { sessionId, personId, status: { $ne: "CANCELLED" } });
  }

  #own() {
    if (this.#viewer?.dataSubject) return { personId: this.#viewer.dataSubject };
    return { organizationId: { $in: this.#viewer?.organization ? [this.#viewer.organization] : [] } };
  }

  #scope() {
    if (!this.#viewer) return { id: { $in: [] as string[] } };
    return this.#viewer.dataSubject ? { personId: this.#viewer.dataSubject } : {};
  }
}

const cursorOf = ({ startsAt, id }: WorkshopSession) => encodeCursor([startsAt.getTime(), id]);

function following(after: string) {
  const [instant, id] = decodeCursor(after, 2);
  const startsAt = new Date(typeof instant === "number" ? instant : Number.NaN);
  if (Number.isNaN(startsAt.getTime()) || !isIdentifier(id)) throw foreignCursor();
  return { $or: [{ startsAt: { $gt: startsAt } }, { startsAt, id: { $gt: id } }] };
}
