import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { decodeCursor, encodeCursor, foreignCursor, type Page, toPage } from "../../../kit/connection.ts";
import { isIdentifier } from "../../../kit/identifier.ts";
import { loadByKey, loadManyByKey } from "../../../kit/load-by-key.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { MobileRound } from "../entities/mobile-round.ts";
import { RoundSeries } from "../entities/round-series.ts";
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

  readonly seriesById = loadByKey(
    async (ids) => this.#em.find(RoundSeries, { id: { $in: ids } }),
    (series) => series.id,
  );

  readonly roundsOfSeries = loadManyByKey(
    async (series) => this.#em.find(MobileRound, { seriesId: { $in: series } }, { orderBy: { heldOn: "asc" } }),
    (round) => round.seriesId!,
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

  /**
   * Writes a series and its rounds on these days, unless its identifier is `known` already; of a day on which the team has a round,
   * none. Two who plan it at once plan it once.
   */
  async addSeries(series: RoundSeries, days: readonly string[]) {
    const { id: seriesId, organizationId, teamName } = series;
    const isNew = await this.#em.execute<object[]>(
      `insert into round_series (id, organization_id, team_name, starts_on, until, every_weeks, except_days)
       values (?, ?, ?, ?, ?, ?, ?::date[]) on conflict (id) do nothing returning id`,
      [
        seriesId,
        organizationId,
        teamName,
        series.startsOn,
        series.until,
        series.everyWeeks,
        toArray(series.exceptDays),
      ],
    );
    if (isNew.length === 0) return { known: await this.#em.findOneOrFail(RoundSeries, seriesId), rounds: [] };
    await this.#em.execute(
      `insert into mobile_round (id, organization_id, team_name, held_on, series_id)
       select gen_random_uuid(), ?, ?, day, ? from unnest(?::date[]) as day
       on conflict (organization_id, held_on, team_name) do nothing`,
      [organizationId, teamName, seriesId, toArray(days)],
    );
    return { known: null, rounds: await this.#em.find(MobileRound, { seriesId }, { orderBy: { heldOn: "asc" } }) };
  }

  /** A series of the publisher's organisation; null for any other, known or not. */
  async findSeries({ organization }: Publisher, id: string): Promise<RoundSeries | null> {
    return isIdentifier(id) ? this.#em.findOne(RoundSeries, { id, organizationId: organization }) : null;
  }

  /** Locks the rounds of a series from a day on, and so their stops, until the transaction ends. */
  async lockRoundsOf({ id }: RoundSeries, from: string): Promise<MobileRound[]> {
    const where = { seriesId: id, heldOn: { $gte: from } };
    return this.#em.find(MobileRound, where, { orderBy: { heldOn: "asc" }, lockMode: LockMode.PESSIMISTIC_WRITE });
  }

  /** The stops of these rounds that take place and are not over. */
  async stopsToCome(roundIds: readonly string[], now: Date): Promise<RoundStop[]> {
    return this.#em.find(RoundStop, { roundId: [...roundIds], cancelReason: null, endsAt: { $gt: now } });
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

const toArray = (days: readonly string[]): string => `{${days.join(",")}}`;

const cursorOf = ({ heldOn, id }: MobileRound) => encodeCursor([heldOn, id]);

function following(after: string) {
  const [heldOn, id] = decodeCursor(after, 2);
  if (typeof heldOn !== "string" || !DAY.test(heldOn) || !isIdentifier(id)) throw foreignCursor();
  return { $or: [{ heldOn: { $gt: heldOn } }, { heldOn, id: { $gt: id } }] };
}
