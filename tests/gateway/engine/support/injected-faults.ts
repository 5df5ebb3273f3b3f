import {
  type GraphQLOutputType,
  getNamedType,
  isCompositeType,
  isLeafType,
  isListType,
  isNonNullType,
  isSpecifiedScalarType,
} from "graphql";
import { hash } from "./draws.ts";
import type { Asking, Place, Sources, Told } from "./sources.ts";
import type { Row } from "./world.ts";

type Fields = Record<string, unknown>;
type Path = readonly (string | number)[];

/**
 * What a fault costs. `calls`: all the source was asked in a call, or in an entity of it. `places`: the fields it
 * strikes and nothing else, so that the right answer is known exactly. `nothing`: no value at all.
 */
export type Fault =
  | { readonly costs: "calls"; readonly kind: string; readonly wire: (text: string, asking: Asking) => Promise<Wire> }
  | { readonly costs: "calls"; readonly kind: string; readonly answer: (told: Told) => unknown }
  | {
      readonly costs: "places";
      readonly kind: string;
      readonly cause: "invalid" | "refused";
      /** Whether the fault can strike a field of this type. */
      readonly fits: (type: GraphQLOutputType) => boolean;
      /** What stands in the place of the value; undefined leaves it out. */
      readonly value: (value: unknown) => unknown;
    }
  | {
      readonly costs: "nothing";
      readonly kind: string;
      /** Adds to an answer and to the objects in it; what is within a scalar is a value, whatever its keys. */
      readonly beside: (told: Told, objects: readonly Fields[]) => void;
    };

interface Wire {
  readonly status: number;
  readonly text: string;
}

const always = () => true;
const isComposite = (type: GraphQLOutputType): boolean => isCompositeType(nullable(type));
const isList = (type: GraphQLOutputType): boolean => isListType(nullable(type));
const isPlain = (type: GraphQLOutputType): boolean => isSpecifiedScalarType(nullable(type) as never);
const nullable = (type: GraphQLOutputType): GraphQLOutputType => (isNonNullType(type) ? type.ofType : type);

const wire = (kind: string, of: (text: string, asking: Asking) => Promise<Wire> | Wire): Fault => ({
  costs: "calls",
  kind,
  wire: async (text, asking) => of(text, asking),
});
const answer = (kind: string, of: (told: Told) => unknown): Fault => ({ costs: "calls", kind, answer: of });
const entities = (kind: string, change: (list: unknown[]) => unknown): Fault =>
  answer(kind, (told) => {
    const list = told.data?._entities;
    return Array.isArray(list) ? { ...told, data: { _entities: change(list) } } : told;
  });
const places = (
  kind: string,
  fits: (type: GraphQLOutputType) => boolean,
  value: (value: unknown) => unknown,
  cause: "invalid" | "refused" = "invalid",
): Fault => ({ costs: "places", kind, fits, value, cause });
const beside = (kind: string, of: (told: Told, objects: readonly Fields[]) => void): Fault => ({
  costs: "nothing",
  kind,
  beside: of,
});

/** Every way in which a source fails, lies or breaks its form. */
export const faults: readonly Fault[] = [
  wire("refuses the connection", () => Promise.reject(new Error("refused"))),
  wire("hangs until the request ends", (_, { signal }) => untilAborted(signal)),
  wire("answers HTTP 500", (text) => ({ status: 500, text })),
  wire("answers a page that is no JSON", () => ({ status: 200, text: "<html>Down</html>" })),
  wire("cuts its answer off", (text) => ({ status: 200, text: text.slice(0, -5) })),
  wire("answers an empty body", () => ({ status: 200, text: "" })),
  answer("answers an empty object", () => ({})),
  answer("answers data null", () => ({ data: null })),
  answer("answers data null with errors", () => ({ data: null, errors: [{ message: "no" }] })),
  answer("answers a list", () => [{ data: {} }]),
  entities("knows none of the entities", (list) => list.map(() => null)),
  entities("knows every second entity", (list) => list.map((one, index) => (index % 2 ? one : null))),
  entities("sends too few entities", (list) => list.slice(1)),
  entities("sends too many entities", (list) => [...list, list[0]]),
  entities("sends its entities in another order", (list) => list.toReversed()),
  entities("sends each entity a place too late", (list) => [...list.slice(-1), ...list.slice(0, -1)]),
  entities("sends the first entity for all", (list) => list.map(() => list[0])),
  entities("sends entities that are no list", () => ({})),
  entities("calls entities by a wrong type", (list) =>
    list.map((one) => (one ? { ...(one as Fields), __typename: "Nobody" } : one)),
  ),
  places("leaves fields out", always, () => undefined),
  places("sends null where none may be", isNonNullType, () => null),
  places("fails at single fields", always, () => null, "refused"),
  places("sends an object where a scalar belongs", isPlain, () => ({ nonsense: true })),
  places(
    "sends text where an object or list belongs",
    (type) => isComposite(type) || isList(type),
    () => "nonsense",
  ),
  places("sends a list where an object belongs", isComposite, (value) => [value]),
  places("sends an object where a list belongs", isList, (value) => (Array.isArray(value) ? { ...value } : {})),
  places("calls single objects by a wrong type", isComposite, (value) => ({
    ...(value as Fields | null),
    __typename: "Nobody",
  })),
  beside("sends what was not asked", (_, objects) => {
    for (const object of objects)
      for (const key of ["id", "sku", "name", "label", "price", "total", "size", "needss0", "secret"])
        if (!Object.hasOwn(object, key)) object[key] = "never asked";
  }),
  beside("sends keys of the language", (_, objects) => {
    for (const object of objects)
      for (const key of ["__proto__", "constructor", "toString", "hasOwnProperty", "prototype"])
        if (!Object.hasOwn(object, key))
          Object.defineProperty(object, key, {
            value: { polluted: "yes" },
            enumerable: true,
            configurable: true,
            writable: true,
          });
  }),
  beside("names errors without a place", (told) => {
    told.errors = [{ message: "no" }];
  }),
  beside("names errors at places that are none", (told) => {
    const paths = [
      [],
      ["_entities"],
      ["_entities", 99, "id"],
      ["__proto__"],
      [{}],
      "id",
      [1.5],
      ["no", "such", "field"],
    ];
    told.errors = paths.map((path) => ({ message: "no", path: path as never }));
  }),
];

function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    const end = () => reject(new Error("aborted"));
    if (!signal || signal.aborted) end();
    else signal.addEventListener("abort", end, { once: true });
  });
}

/** Which fields of which things a fault strikes: the same for every way to ask for them. */
export type Strike = (row: Row, field: string, type: GraphQLOutputType) => boolean;

export function striking(fault: Fault, source: string, owners: ReadonlyMap<string, string>, salt: number): Strike {
  return ({ type: typeName, n }, field, type) =>
    fault.costs === "places" &&
    owners.get(`${typeName}.${field}`) === source &&
    fault.fits(type) &&
    hash(`${n}.${field}.${salt}`) % 3 === 0;
}

/** One source that fails in one way, read as a gateway reads an answer; all others are well. Rejects when it is down. */
export function withFault(sources: Sources, source: string, fault: Fault, strike: Strike) {
  return async (asking: Asking): Promise<Told> => {
    const { told, places: found } = await sources.askPlaced(asking);
    if (asking.source !== source) return told;
    if (fault.costs === "places") {
      for (const place of found) if (strike(place.row, place.field, place.type)) spoil(told, place, fault);
      return told;
    }
    if (fault.costs === "nothing") {
      const leaves = found.filter(({ type }) => isLeafType(getNamedType(type)));
      const scalars = new Set(leaves.map(({ path }) => at(told.data, path)));
      fault.beside(told, objectsIn(told.data, scalars));
      return told;
    }
    if ("answer" in fault) return read({ status: 200, text: JSON.stringify(fault.answer(told)) });
    return read(await fault.wire(JSON.stringify(told), asking));
  };
}

function read({ status, text }: Wire): Told {
  const told: unknown = JSON.parse(text);
  if (status !== 200 || typeof told !== "object" || told === null || Array.isArray(told)) throw new Error("invalid");
  return told;
}

function spoil(told: Told, { path }: Place, { value, cause }: Extract<Fault, { costs: "places" }>): void {
  const holder = at(told.data, path.slice(0, -1));
  if (typeof holder !== "object" || holder === null) return;
  const key = String(path.at(-1));
  const wrong = value((holder as Fields)[key]);
  if (wrong === undefined) delete (holder as Fields)[key];
  else Object.defineProperty(holder, key, { value: wrong, enumerable: true, configurable: true, writable: true });
  if (cause === "refused") told.errors = [...(told.errors ?? []), { message: "no", path: [...path] }];
}

export function at(data: unknown, path: Path): unknown {
  let value = data;
  for (const step of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

function objectsIn(value: unknown, scalars: ReadonlySet<unknown>): Fields[] {
  if (typeof value !== "object" || value === null || scalars.has(value)) return [];
  const inner = Object.values(value).flatMap((one) => objectsIn(one, scalars));
  return Array.isArray(value) ? inner : [value as Fields, ...inner];
}
