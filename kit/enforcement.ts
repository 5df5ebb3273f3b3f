import DataLoader from "dataloader";
import {
  type Decide,
  type DecisionRequest,
  type Ground,
  noteGround,
  type Operation,
  type ProtectedRecord,
  type Rule,
} from "./decision.ts";
import { subgraphError } from "./subgraph-error.ts";
import type { Viewer } from "./viewer.ts";

/** Rules met by the running operation, each with the coordinates that carry it. */
export type OperationRules = ReadonlyMap<string, { rule: Rule; coordinates: readonly string[] }>;

export const ruleKey = ({ category, purpose }: Rule): string => `${category} ${purpose}`;

/** Stands for a record that does not exist: it is part of the call and asks nothing. */
const ABSENT = "absent";

export interface EnforcementOptions {
  readonly viewer: Viewer | null;
  /** What the viewer's roles may read of records her own organization holds: needs no permit. */
  readonly isInternalReadAllowed: (viewer: Viewer, category: string) => boolean;
  readonly decide: Decide;
}

/**
 * Enforces permits for one request. All questions of one level of the operation leave in a single call, which also asks
 * for every other rule the operation meets, so that deeper levels find their answers here.
 */
export class Enforcement {
  readonly #options: EnforcementOptions;
  #rules: OperationRules = new Map();
  readonly #grounds = new Map<string, Ground>();
  /** What is known of a record already, by its key: most fields of a page ask about a record of which another field has asked. */
  #known = new Map<string, ReadonlyMap<string, boolean>>();
  readonly #answers: DataLoader<{ record: ProtectedRecord; rule: Rule }, boolean, string>;
  readonly #records: DataLoader<ProtectedRecord | typeof ABSENT, ReadonlyMap<string, boolean>, string>;

  constructor(options: EnforcementOptions) {
    this.#options = options;
    this.#records = new DataLoader((records) => this.#ask(records), { cacheKeyFn: recordKey });
    this.#answers = new DataLoader((questions) => this.#askApart(questions), {
      cacheKeyFn: ({ record, rule }) => `${recordKey(record)} ${ruleKey(rule)}`,
    });
  }

  get viewer(): Viewer | null {
    return this.#options.viewer;
  }

  /** What the reads of this request rest on so far, whatever became of them. */
  get grounds(): readonly Ground[] {
    return [...this.#grounds.values()];
  }

  /** Tells which rules the operation meets, before each root field; after a change nothing earlier is remembered. */
  expect(rules: OperationRules, isChange: boolean): void {
    this.#rules = rules;
    if (!isChange) return;
    // Another one, since answers to what was asked before may still be on their way.
    this.#known = new Map();
    this.#records.clearAll();
    this.#answers.clearAll();
  }

  /** True when the viewer may read values of this rule from this record now; a promise of it while that is not known yet. */
  isReadable(record: ProtectedRecord, rule: Rule): boolean | Promise<boolean> {
    const { viewer, isInternalReadAllowed } = this.#options;
    if (!viewer) return false;
    if (this.#isInternal(record)) return isInternalReadAllowed(viewer, rule.category);
    return this.#known.get(recordKey(record))?.get(ruleKey(rule)) ?? this.#load(record, rule);
  }

  async #load(record: ProtectedRecord, rule: Rule): Promise<boolean> {
    const expected = await this.#records.load(record);
    return expected.get(ruleKey(rule)) ?? this.#answers.load({ record, rule });
  }

  /** Keeps the readable ones, in order: what a list, its count and its cursors are made from. */
  async readable<T>(rows: readonly T[], recordOf: (row: T) => ProtectedRecord, rule: Rule): Promise<T[]> {
    const answers = await Promise.all(rows.map((row) => this.isReadable(recordOf(row), rule)));
    return rows.filter((_, index) => answers[index]);
  }

  /**
   * Where there is no record, asks as if there were one: when the decision point cannot answer, what is absent must not be
   * told from what is refused. Throws then; returns nothing otherwise.
   */
  async confirmAbsence(rule: Rule): Promise<void> {
    const { viewer, isInternalReadAllowed } = this.#options;
    if (viewer && !isInternalReadAllowed(viewer, rule.category)) await this.#records.load(ABSENT);
  }

  /** Asks outside a read: before a record is sent to, or bound by, another organization. Never answered from memory. */
  async isPermitted(record: ProtectedRecord, rule: Rule, operation: Operation, receivers: readonly string[] = []) {
    const { permitted } = await this.#decide([{ ...record, ...rule, operation, receivers, coordinates: [] }]);
    return permitted[0] ?? false;
  }

  #isInternal(record: ProtectedRecord): boolean {
    return record.holder !== null && record.holder === this.#options.viewer?.organization;
  }

  /** A rule the operation does not show on its face, such as the rule of a list that is only counted. */
  #askApart(questions: readonly { record: ProtectedRecord; rule: Rule }[]): Promise<readonly boolean[]> {
    return this.#read(
      questions.map(({ record, rule }) => ({ ...record, ...rule, operation: "READ" as const, coordinates: [] })),
    );
  }

  async #ask(records: readonly (ProtectedRecord | typeof ABSENT)[]): Promise<ReadonlyMap<string, boolean>[]> {
    const rules = [...this.#rules.values()];
    const known = this.#known;
    const requests = records.flatMap((record) =>
      record === ABSENT
        ? []
        : rules.map(({ rule, coordinates }) => ({ ...record, ...rule, operation: "READ" as const, coordinates })),
    );
    const isAsked = requests.length > 0 || records.includes(ABSENT);
    const answers = (isAsked ? await this.#read(requests) : []).values();
    return records.map((record) => {
      const ofRecord =
        record === ABSENT ? [] : rules.map(({ rule }) => [ruleKey(rule), answers.next().value === true] as const);
      const readable = new Map(ofRecord);
      if (record !== ABSENT) known.set(recordKey(record), readable);
      return readable;
    });
  }

  /** Asks in order to show: what the answers rest on is noted, since it may be gone before they are shown. */
  async #read(requests: readonly DecisionRequest[]): Promise<readonly boolean[]> {
    const { permitted, grounds } = await this.#decide(requests);
    for (const ground of grounds) noteGround(this.#grounds, ground);
    return permitted;
  }

  /** Whatever goes wrong while asking is the same refusal to answer, so that no failure tells one state from another. */
  async #decide(requests: readonly DecisionRequest[]): ReturnType<Decide> {
    try {
      return await this.#options.decide(requests);
    } catch {
      throw subgraphError("CONSENT_UNVERIFIABLE");
    }
  }
}

function recordKey(record: ProtectedRecord | typeof ABSENT): string {
  if (record === ABSENT) return ABSENT;
  const { subject, holder, resource, contentHash } = record;
  return JSON.stringify([subject, holder, resource ?? null, contentHash ?? null]);
}
