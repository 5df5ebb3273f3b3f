import type { Rule } from "../../../kit/decision.ts";

/** Where a canary is stored, whom it is about, and under which rule it may be shown; no rule: to nobody at all. */
export interface Home {
  readonly source: string;
  readonly table: string;
  readonly column: string;
  /** The field of the schema that shows the column; undefined when none does. */
  readonly coordinate: string | undefined;
  readonly rule: Rule | undefined;
  readonly person: string;
  /** The organisation that holds the row; null for what the registry holds for all. */
  readonly holder: string | null;
}

/**
 * - `value`: a text, number or day no other place holds.
 * - `hash`: a hash of what a person approved, which goes to the registry with each question that depends on it.
 * - `key`: identifies something that is about nobody, and is sent to the source that knows it.
 * - `identifier`: of a person or of a row about her; it says nothing but that she is known.
 */
export type CanaryKind = "value" | "hash" | "key" | "identifier";

export interface Canary {
  readonly kind: CanaryKind;
  readonly homes: Home[];
}

const MARKS =
  /qz\d+zq|(?<![\w.-])20\d{8}(?![\w.-])|(?<!\d)(?:19[0-6]|29\d)\d-\d\d-\d\d(?!\d)|(?<![\w.])-?\d{12,14}(?![\w.])|\b[0-9a-f]{64}\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;
/** Cursors and the like: whatever could be base64 is read as such too. */
const ENCODED = /[\w+/-]{16,}/g;
/** Days so far apart that what is derived from one, such as the month to sign, is no other. */
const APART_MS = 40 * 86_400_000;

/** Values that stand nowhere but in one place, and what is known of that place. */
export class Canaries {
  readonly #known = new Map<string, Canary>();
  #texts = 0;
  #numbers = 0;
  #days = { past: 0, future: 0 };

  get size(): number {
    return this.#known.size;
  }

  /** Every canary, by its value as it stands in an answer. */
  entries(): IterableIterator<[string, Canary]> {
    return this.#known.entries();
  }

  get(value: string): Canary | undefined {
    return this.#known.get(value);
  }

  nextText(): string {
    this.#texts += 1;
    return `qz${this.#texts}zq`;
  }

  /** Fits a 32-bit integer, and is no instant in seconds. */
  nextNumber(): number {
    this.#numbers += 1;
    return 2_000_000_000 + this.#numbers;
  }

  /** On the same side of now as before. Days that are asked for in order come in order. */
  nextDay(side: "past" | "future"): string {
    this.#days[side] += 1;
    const first = side === "past" ? Date.UTC(1901, 0, 1) : Date.UTC(2901, 0, 1);
    return new Date(first + this.#days[side] * APART_MS).toISOString().slice(0, 10);
  }

  /** A value may be at home in several places, as a hash is; it may be shown where one of them allows it. */
  note(value: string | number, kind: CanaryKind, home: Home): void {
    const known = this.#known.get(String(value));
    if (known) known.homes.push(home);
    else this.#known.set(String(value), { kind, homes: [home] });
  }

  /** The canaries that stand in a text, as they are or encoded. */
  findIn(text: string): Set<string> {
    const found = new Set<string>();
    const look = (part: string) => {
      for (const [mark] of part.matchAll(MARKS)) if (this.#known.has(mark)) found.add(mark);
    };
    look(text);
    for (const [word] of text.matchAll(ENCODED)) look(Buffer.from(word, "base64url").toString("latin1"));
    return found;
  }
}
