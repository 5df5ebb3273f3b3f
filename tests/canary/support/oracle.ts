import type { Viewer } from "../../../kit/viewer.ts";
import type { TestHub } from "../../support/open-test-hub.ts";
import type { Home } from "./canaries.ts";
import type { Planted } from "./plant.ts";
import type { HopSeen } from "./tap.ts";

/** On what ground a viewer saw a canary: EXPORT is the person who takes away what one source keeps about her. */
type Ground = "SELF" | "OWN" | "GRANT" | "ACCOMPANIMENT" | "EXPORT";

interface PermitRow {
  readonly person_id: string;
  readonly source_organization_id: string | null;
  readonly category: string;
  readonly purpose: string;
  readonly actor_subject: string;
  readonly actor_organization_id: string | null;
  readonly asked_by: string;
  readonly coordinates: readonly string[];
  readonly reason: Ground;
}

/** What a client asked, for the report of a leak and for the words that were her own. */
export interface Asked {
  readonly who: string;
  readonly query: string;
  /** All she sent, variables included. */
  readonly text: string;
}

/**
 * Tells for each canary that leaves a place whether the registry's log allows it, by the rows that are committed at that
 * moment. What it finds it tells by place, never by value.
 */
export class Oracle {
  /** Coordinates seen, by the ground on which they were shown. */
  readonly shown = new Map<Ground, Set<string>>();
  readonly #leaks: string[] = [];
  readonly #hub: TestHub;
  readonly #planted: Planted;
  /** Canaries a source gave away in a request, each of them allowed or told as a leak already. */
  readonly #passed = new Map<string, Set<string>>();
  #asked: Asked = { who: "nobody", query: "", text: "" };
  #ownWords: ReadonlySet<string> = new Set();

  constructor(hub: TestHub, planted: Planted) {
    this.#hub = hub;
    this.#planted = planted;
  }

  /** What is asked from now on; operations are judged one after another. */
  ask(asked: Asked): void {
    this.#asked = asked;
    this.#ownWords = this.#planted.canaries.findIn(asked.text);
    this.#passed.clear();
  }

  get hasLeaks(): boolean {
    return this.#leaks.length > 0;
  }

  /** The leaks found since they were last taken. */
  takeLeaks(): string[] {
    return this.#leaks.splice(0);
  }

  /** A call between two processes, before its answer goes on. */
  async judgeHop(hop: HopSeen): Promise<void> {
    this.#judgeMovement(hop);
    if (hop.path !== "/graphql") return;
    const found = this.#planted.canaries.findIn(hop.answer);
    if (found.size === 0) return;
    for (const value of this.#planted.canaries.findIn(errorsOf(hop.answer)))
      this.#leak(`an error of ${hop.to} tells`, value);
    const permits = await this.#permitsOf(hop.requestId);
    const passed = this.#passed.get(hop.requestId) ?? new Set();
    this.#passed.set(hop.requestId, passed);
    for (const value of found) {
      passed.add(value);
      if (!this.#isAllowed(value, hop.viewer, permits)) this.#leak(`${hop.to} gives away`, value);
    }
  }

  /** What a client was answered. */
  judgeAnswer(body: string): void {
    const { canaries } = this.#planted;
    const passed = this.#passed.get(requestIdOf(body)) ?? new Set();
    for (const value of canaries.findIn(body))
      if (!passed.has(value) && !this.#isOwnWord(value)) this.#leak("an answer holds what no source gave:", value);
    for (const value of canaries.findIn(errorsOf(body))) this.#leak("an error tells", value);
  }

  /** What somebody who watches the hub reads: there, everything is a leak. */
  judgeTelling(place: string, text: string): void {
    for (const value of this.#planted.canaries.findIn(text)) this.#leak(`${place} holds`, value);
  }

  /** Nothing of one source enters another but identifiers, the keys it knows, and hashes in a question to the registry. */
  #judgeMovement({ to, path, question }: HopSeen): void {
    for (const value of this.#planted.canaries.findIn(question)) {
      const { kind, homes } = this.#planted.canaries.get(value)!;
      if (kind === "identifier" || kind === "key" || this.#isOwnWord(value)) continue;
      if (kind === "hash" && path === "/decisions") continue;
      if (!homes.some(({ source }) => source === to)) this.#leak(`${to} is sent`, value);
    }
  }

  #isAllowed(value: string, viewer: Viewer | null, permits: readonly PermitRow[]): boolean {
    const { kind, homes } = this.#planted.canaries.get(value)!;
    if (kind === "identifier")
      return this.#isOwnWord(value) || homes.some((home) => this.#mayKnow(home, viewer, permits));
    let isAllowed = false;
    for (const home of homes) {
      const ground = groundOf(home, viewer, permits) ?? groundOfExport(home, viewer, permits);
      if (!ground) continue;
      isAllowed = true;
      const coordinate = home.coordinate ?? `${home.table}.${home.column}`;
      this.shown.set(ground, (this.shown.get(ground) ?? new Set()).add(coordinate));
    }
    return isAllowed;
  }

  /** An identifier is shown with whatever refers to it: to organisations that hold, or were shown, something of her. */
  #mayKnow({ person }: Home, viewer: Viewer | null, permits: readonly PermitRow[]): boolean {
    if (!viewer) return false;
    if (viewer.dataSubject === person) return true;
    if (viewer.organization && this.#planted.knownTo.get(viewer.organization)?.has(person)) return true;
    return permits.some((permit) => permit.person_id === person && isFor(permit, viewer));
  }

  #permitsOf(requestId: string): Promise<PermitRow[]> {
    return this.#hub.sql(
      "consent",
      `select person_id, source_organization_id, category, purpose, actor_subject, actor_organization_id,
         asked_by, coordinates, reason
       from decision_record where request_id = ? and is_permitted and operation = 'READ' and decided_at <= clock_timestamp()`,
      [requestId],
    );
  }

  #isOwnWord(value: string): boolean {
    return this.#ownWords.has(value);
  }

  #leak(what: string, value: string): void {
    const [home] = this.#planted.canaries.get(value)!.homes;
    const { who, query } = this.#asked;
    this.#leaks.push(`${who}: ${what} ${home!.table}.${home!.column}, asked ${query}`);
  }
}

/** The ground of a viewer for what is stored at home; undefined when she has none. */
function groundOf(home: Home, viewer: Viewer | null, permits: readonly PermitRow[]): Ground | undefined {
  if (!viewer || !home.coordinate) return undefined;
  // Without a rule it is about her decisions, and hers alone to see.
  if (!home.rule) return viewer.dataSubject === home.person ? "SELF" : undefined;
  if (home.holder !== null && home.holder === viewer.organization) return "OWN";
  const { category, purpose } = home.rule;
  const permit = permits.find(
    (one) =>
      one.person_id === home.person &&
      one.source_organization_id === home.holder &&
      one.category === category &&
      one.purpose === purpose &&
      isFor(one, viewer),
  );
  return permit?.reason;
}

/**
 * A source that gives the person all it keeps about her asks once, in its own name, whether it is she: no field is named,
 * since every column goes, whatever rule its field has and whether or not it has one.
 */
function groundOfExport(home: Home, viewer: Viewer | null, permits: readonly PermitRow[]): Ground | undefined {
  if (!viewer || viewer.dataSubject !== home.person) return undefined;
  const isAsked = permits.some(
    (permit) =>
      permit.reason === "SELF" &&
      permit.person_id === home.person &&
      permit.source_organization_id === null &&
      permit.category === "IDENTITY_CONTACT" &&
      permit.asked_by === home.source &&
      permit.coordinates.length === 0 &&
      isFor(permit, viewer),
  );
  return isAsked ? "EXPORT" : undefined;
}

/** A permit covers the person who asks about herself, or the organisation that asks. */
function isFor(permit: PermitRow, viewer: Viewer): boolean {
  if (permit.actor_subject !== viewer.subject) return false;
  return permit.reason === "SELF"
    ? viewer.dataSubject === permit.person_id
    : permit.actor_organization_id === viewer.organization && viewer.organization !== null;
}

const errorsOf = (body: string): string => JSON.stringify(parsed(body).errors ?? "");
const requestIdOf = (body: string): string => {
  const { extensions, errors } = parsed(body);
  return extensions?.requestId ?? errors?.[0]?.extensions?.requestId ?? "";
};

function parsed(body: string): {
  errors?: { extensions?: { requestId?: string } }[];
  extensions?: { requestId?: string };
} {
  try {
    return JSON.parse(body);
  } catch {
    return {};
  }
}
