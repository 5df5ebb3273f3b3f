import type { EntityManager } from "@mikro-orm/postgresql";
import type DataLoader from "dataloader";
import { loadByKey } from "../../../kit/load-by-key.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import type { Volet } from "../../volets.ts";
import { CareOffer } from "../entities/care-offer.ts";
import { Commune } from "../entities/commune.ts";
import { Department } from "../entities/department.ts";
import { Intercommunality } from "../entities/intercommunality.ts";
import { Structure } from "../entities/structure.ts";
import { localMoment } from "../policies/local-moment.ts";
import { isOpen } from "../policies/opening-week.ts";
import { searchCareOffers } from "./care-offer-search.ts";
import { findCommunes } from "./commune-search.ts";
import { findOpeningWeeks, type OfferWeek } from "./opening-weeks.ts";
import type { CareOfferSearch } from "./search-request.ts";
import { meanScores } from "./structure-scores.ts";
import { findStructureVolets } from "./structure-volets.ts";
import { requireViewer } from "./viewed-directory.ts";

const LONGEST_KEY = 300;
/** Keys here are the producers' own words; PostgreSQL accepts any text without a null character. */
const isKey = (key: unknown): key is string =>
  typeof key === "string" && key !== "" && key.length <= LONGEST_KEY && !key.includes("\0");

/** Every read of the directory, in the name of a viewer: open to whoever is signed in. */
export class Directory {
  readonly #em: EntityManager;
  readonly #viewer: Viewer | null;
  readonly #offers: DataLoader<string, CareOffer | null>;
  readonly #structures: DataLoader<string, Structure | null>;
  readonly #scores: DataLoader<string, { structureId: string; score: number } | null>;
  readonly #structureVolets: DataLoader<string, { id: string; volets: Volet[] } | null>;
  readonly #communes: DataLoader<string, Commune | null>;
  readonly #departments: DataLoader<string, Department | null>;
  readonly #intercommunalities: DataLoader<string, Intercommunality | null>;

  readonly #weeks: DataLoader<string, OfferWeek | null>;

  constructor(em: EntityManager, viewer: Viewer | null) {
    this.#em = em;
    this.#viewer = viewer;
    const byId = <Row extends { id: string }>(read: (keys: string[]) => Promise<Row[]>) =>
      loadByKey(read, ({ id }) => id, isKey);
    const byCode = <Row extends { code: string }>(read: (keys: string[]) => Promise<Row[]>) =>
      loadByKey(read, ({ code }) => code, isKey);
    this.#offers = byId((ids) => em.find(CareOffer, { id: { $in: ids } }));
    this.#structures = byId((ids) => em.find(Structure, { id: { $in: ids } }));
    this.#communes = byCode((codes) => em.find(Commune, { code: { $in: codes } }));
    this.#departments = byCode((codes) => em.find(Department, { code: { $in: codes } }));
    this.#intercommunalities = byCode((codes) => em.find(Intercommunality, { code: { $in: codes } }));
    this.#structureVolets = byId((ids) => findStructureVolets(em, ids));
    this.#weeks = loadByKey(
      (ids) => findOpeningWeeks(em, ids),
      ({ offerId }) => offerId,
      isKey,
    );
    this.#scores = loadByKey(
      (ids) => meanScores(em, ids),
      ({ structureId }) => structureId,
      isKey,
    );
  }

  /** Withdrawn offers included: whoever kept an identifier learns what became of it. */
  async careOffer(id: string): Promise<CareOffer | null> {
    requireViewer(this.#viewer);
    return this.#offers.load(id);
  }

  async structure(id: string): Promise<Structure | null> {
    requireViewer(this.#viewer);
    return this.#structures.load(id);
  }

  async commune(code: string): Promise<Commune | null> {
    requireViewer(this.#viewer);
    return this.#communes.load(code);
  }

  async department(code: string): Promise<Department | null> {
    requireViewer(this.#viewer);
    return this.#departments.load(code);
  }

  async intercommunality(code: string): Promise<Intercommunality | null> {
    requireViewer(this.#viewer);
    return this.#intercommunalities.load(code);
  }

  /** Mean of the scores of its offers, 0 to 1; 0 without offers. */
  async structureScore(id: string): Promise<number> {
    requireViewer(this.#viewer);
    return (await this.#scores.load(id))?.score ?? 0;
  }

  /** The volets of its present offers. */
  async structureVolets(id: string): Promise<Volet[]> {
    requireViewer(this.#viewer);
    return (await this.#structureVolets.load(id))?.volets ?? [];
  }

  /** What is offered on one day is open from its beginning to its end; else the offer's hours count, or its structure's. */
  async isOpenAt({ id, startsAt, endsAt, place }: CareOffer, at: Date): Promise<boolean | null> {
    requireViewer(this.#viewer);
    if (startsAt && endsAt) return startsAt <= at && at < endsAt;
    const week = await this.#weeks.load(id);
    return week && isOpen(week, localMoment(at, place.communeCode?.slice(0, 3) ?? ""));
  }

  /** Communes whose name begins with the words typed, or whose INSEE or postal code begins with them; largest first. */
  async communes(words: string, first: number): Promise<Commune[]> {
    requireViewer(this.#viewer);
    return findCommunes(this.#em, words, first);
  }

  /** One page of a search. */
  async search(search: CareOfferSearch) {
    requireViewer(this.#viewer);
    return searchCareOffers(this.#em, search);
  }
}
