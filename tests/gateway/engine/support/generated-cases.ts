import fc from "fast-check";
import { parse, print, validate } from "graphql";
import { type Asked, clientSchema } from "./engines.ts";
import { generateOperation } from "./generated-operations.ts";
import { generateSupergraph } from "./generated-supergraphs.ts";
import { faults } from "./injected-faults.ts";
import { smallerDocuments } from "./smaller-documents.ts";

/** A fault of the table, in one source; `salt` decides which of the fields it can strike are struck. */
export interface Injected {
  readonly source: string;
  readonly kind: string;
  readonly salt: number;
}

export interface Case {
  readonly schemas: Record<string, string>;
  readonly asked: Asked;
  readonly injected: readonly Injected[];
}

export interface Drawing {
  /** Supergraphs to ask; without them, so many are generated from numbers that begin at `first`. */
  readonly supergraphs?: readonly Record<string, string>[];
  readonly first?: number;
  readonly count?: number;
  readonly faultsEach: number;
  /** How long a case that fails may be made smaller. */
  readonly shrinkMs: number;
}

/** Cases drawn with fast-check: a supergraph, an operation over it, and faults to ask it under. */
export function cases(drawing: Drawing): fc.Arbitrary<Case> {
  return new Cases(drawing);
}

/** Fast-check's own way to say how values are drawn, and how one that fails is made smaller. */
class Cases extends fc.Arbitrary<Case> {
  readonly #drawing: Drawing;
  #shrinksUntil: number | undefined;

  constructor(drawing: Drawing) {
    super();
    this.#drawing = drawing;
  }

  generate(random: fc.Random): fc.Value<Case> {
    const { supergraphs, first = 0, count = 1, faultsEach } = this.#drawing;
    const schemas = supergraphs
      ? supergraphs[random.nextInt(0, supergraphs.length - 1)]!
      : composable(first + random.nextInt(0, count - 1));
    const asked = generateOperation(clientSchema(schemas), random.nextInt(0, 2 ** 24), random.nextInt(2, 4));
    const sources = Object.keys(schemas);
    const injected = Array.from({ length: faultsEach }, () => ({
      source: sources[random.nextInt(0, sources.length - 1)]!,
      kind: faults[random.nextInt(0, faults.length - 1)]!.kind,
      salt: random.nextInt(0, 99),
    }));
    return new fc.Value({ schemas, asked, injected }, undefined);
  }

  canShrinkWithoutContext(value: unknown): value is Case {
    return typeof value === "object";
  }

  /** `from` is the place that made the last case smaller: what stands before it was tried in vain and comes last. */
  shrink(value: Case, from: unknown): fc.Stream<fc.Value<Case>> {
    this.#shrinksUntil ??= Date.now() + this.#drawing.shrinkMs;
    return fc.stream(this.#smaller(value, typeof from === "number" ? from : 0, this.#shrinksUntil));
  }

  *#smaller(one: Case, from: number, until: number): IterableIterator<fc.Value<Case>> {
    const places = [...smallerCases(one)];
    for (let index = 0; index < places.length && Date.now() < until; index += 1) {
      const place = (from + index) % places.length;
      const smaller = places[place]!();
      if (isSound(smaller)) yield new fc.Value(smaller, place);
    }
  }
}

/** The first supergraph from a number on whose subgraphs compose. */
function composable(first: number): Record<string, string> {
  for (let seed = first * 100; seed < first * 100 + 20; seed += 1) {
    const schemas = generateSupergraph(seed);
    try {
      clientSchema(schemas);
      return schemas;
    } catch {}
  }
  throw new Error(`Of the supergraphs from ${first * 100} on, none composes.`);
}

/** The ways to make a case smaller by one thing: fewer faults, a smaller operation, fewer sources, smaller ones. */
function* smallerCases({ schemas, asked, injected }: Case): Generator<() => Case> {
  for (const one of injected) yield () => ({ schemas, asked, injected: injected.filter((other) => other !== one) });
  for (const smaller of smallerDocuments(parse(asked.query)))
    yield () => ({ schemas, asked: { ...asked, query: print(smaller()) }, injected });
  for (const source of Object.keys(schemas)) {
    const { [source]: _, ...others } = schemas;
    if (injected.every((one) => one.source !== source)) yield () => ({ schemas: others, asked, injected });
  }
  for (const [source, sdl] of Object.entries(schemas))
    for (const smaller of smallerDocuments(parse(sdl)))
      yield () => ({ schemas: { ...schemas, [source]: print(smaller()) }, asked, injected });
}

function isSound({ schemas, asked }: Case): boolean {
  try {
    return validate(clientSchema(schemas), parse(asked.query)).length === 0;
  } catch {
    return false;
  }
}
