import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { decodeCursor, encodeCursor, foreignCursor, type Page, toPage } from "../../../kit/connection.ts";
import { isIdentifier } from "../../../kit/identifier.ts";
import { loadManyByKey } from "../../../kit/load-by-key.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { MobileRound } from "../entities/mobile-round.ts";
import { RoundStop } from "../entities/round-stop.ts";
import { isPublisher, type Publisher } from "../policies/publisher.ts";

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Rounds in a viewer's name: those of her own organisation; everybody else finds their stops in the directory. */
export class MobileRounds {
  readonly #em: EntityManager;
  readonly #viewer: Viewer | null;

  constructor(em: EntityManager, viewer: Viewer | null) {
    this.#em = em;
    this.#viewer = viewer;
  }

  readonly stopsOf = loadManyByKey(
    async (rounds) =>
      this.#em.find(RoundStop, { roundId: { $in: rounds } }, { orderBy: { startsAt: "asc", id: "asc" } }),
    (stop) => stop.roundId,
  );

  /** The rounds of the viewer's organisation from a day on, soonest first; none for who does not plan them. */
  async ofTeam(from: string, first: number, after?: string | null): Promise<Page<MobileRound>> {
    if (!isPublisher(this.#viewer)) return toPage([], first, cursorOf, 0);
    const own = { organizationId: this.#viewer.organization, heldOn: { $gte: from } };
    const rows = await this.#em.find(MobileRound, after ? { $and: [own, following(after)] } : own, {
      orderBy: { heldOn: "asc", id: "asc" },
      limit: first + 1,
    });
    return toPage(rows, first, cursorOf, () => this.#em.count(MobileRound, own));
  }

  /** The round of a team on a day, made when there is none: two who plan it at once plan one. */
  async findOrAdd({ organization }: Publisher, { heldOn, teamName }: Pick<MobileRound, "heldOn" | "teamName">) {
    const key = { organizationId: organization, heldOn, teamName };
    const round = Object.assign(new MobileRound(), key);
    await this.#em.upsert(
      MobileRound,
      { ...round },
      { onConflictFields: ["organizationId", "heldOn", "teamName"], onConflictAction: "ignore" },
    );
    return this.#em.findOneOrFail(MobileRound, key);
  }

  /** Locks a round of the publisher's organisation, and so its stops, until the transaction ends; null for any other. */
  async lockRound({ organization }: Publisher, id: string): Promise<MobileRound | null> {
    if (!isIdentifier(id)) return null;
    return this.#em.findOne(
      MobileRound,
      { id, organizationId: organization },
      { lockMode: LockMode.PESSIMISTIC_WRITE },
    );
  }

  /** A stop of the publisher's organisation with its round, locked; null for any other, known or not. */
  async lockStop(publisher: Publisher, id: string): Promise<{ stop: RoundStop; round: MobileRound } | null> {
    if (!isIdentifier(id)) return null;
    const held = { id, organizationId: publisher.organization };
    const found = await this.#em.findOne(RoundStop, held);
    if (!found) return null;
    const round = (await this.lockRound(publisher, found.roundId))!;
    // Whoever held the lock before may have changed it.
    return { stop: await this.#em.findOneOrFail(RoundStop, held, { refresh: true }), round };
  }

  /** The stops of a round that take place. */
  async standingStops(roundId: string): Promise<RoundStop[]> {
    return this.#em.find(RoundStop, { roundId, cancelReason: null });
  }
}

const cursorOf = ({ heldOn, id }: MobileRound) => encodeCursor([heldOn, id]);

function following(after: string) {
  const [heldOn, id] = decodeCursor(after, 2);
  if (typeof heldOn !== "string" || !DAY.test(heldOn) || !isIdentifier(id)) throw foreignCursor();
  return { $or: [{ heldOn: { $gt: heldOn } }, { heldOn, id: { $gt: id } }] };
}
