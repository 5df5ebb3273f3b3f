import { type Ask, hash, type Told } from "./sources.ts";

type Fields = Record<string, unknown>;

/** Changes what a source tells about one thing: the root object, or one entity at its place in the list. */
interface Part {
  readonly object: Fields;
  /** Depends on the thing and the operation alone, so both executors meet the same fault. */
  readonly seed: number;
  readonly path: (string | number)[];
  readonly told: Told;
  /** Puts something else in the place of the object. */
  replace(value: unknown): void;
}

type Fault =
  | { readonly on: "answer"; readonly apply: (told: Told) => Told }
  | { readonly on: "part"; readonly apply: (part: Part) => void };

const answer = (apply: (told: Told) => Told): Fault => ({ on: "answer", apply });
const part = (apply: (part: Part) => void): Fault => ({ on: "part", apply });
const entities = (change: (list: unknown[]) => unknown): Fault =>
  answer((told) => {
    const list = told.data?._entities;
    return Array.isArray(list) ? { ...told, data: { _entities: change(list) } as Fields } : told;
  });

/** Ways a source fails that the stock executor survives: both must answer the same data. */
export const plainFaults: Readonly<Record<string, Fault>> = {
  "is down": answer(() => {
    throw new Error("down");
  }),
  "answers errors without data": answer(() => ({ data: null, errors: [{ message: "no" }] })),
  "answers data null without errors": answer(() => ({ data: null })),
  "answers errors beside whole data": answer((told) => ({ ...told, errors: [{ message: "no" }] })),
  "fails at single fields": part((one) => {
    const place = pickPlace(one);
    if (!place) return;
    place.holder[place.key] = null;
    one.told.errors = [...(one.told.errors ?? []), { message: "no", path: [...one.path, ...place.path] }];
  }),
  "knows nothing of some entities": part(({ seed, path, replace }) => {
    if (path.length > 0 && seed % 2 === 0) replace(null);
  }),
  "leaves fields out": part((one) => {
    const place = pickPlace(one);
    if (place) delete place.holder[place.key];
  }),
  "sends too few entities": entities((list) => list.slice(1)),
  "sends too many entities": entities((list) => [...list, list[0]]),
  "sends entities that are no list": entities(() => ({})),
};

/** Ways a source lies or breaks its form, where the stock executor gives everything up or believes it. */
export const wildFaults: Readonly<Record<string, Fault>> = {
  "calls things by a wrong type": part((one) => {
    for (const { object } of objectsIn(one.object))
      if (typeof object.__typename === "string" && hash(`${one.seed}`) % 2) object.__typename = "Nobody";
  }),
  "sends text where an object or list belongs": part((one) => {
    const place = pickPlace(one, (value) => typeof value === "object");
    if (place) place.holder[place.key] = "nonsense";
  }),
  "sends an object where a text belongs": part((one) => {
    const place = pickPlace(one, (value) => typeof value !== "object");
    if (place) place.holder[place.key] = { nonsense: true };
  }),
  "sends a list where an object belongs": part((one) => {
    const place = pickPlace(one, (value) => typeof value === "object" && !Array.isArray(value));
    if (place) place.holder[place.key] = [place.holder[place.key]];
  }),
  "sends what was not asked": part(({ object }) => {
    for (const one of objectsIn(object))
      for (const key of [
        "id",
        "name",
        "title",
        "label",
        "price",
        "stock",
        "score",
        "secret",
        "pages",
        "total",
        "weight",
      ])
        if (!Object.hasOwn(one.object, key)) one.object[key] = "never asked";
  }),
  "sends keys of the language": part(({ object }) => {
    for (const one of objectsIn(object))
      for (const key of ["__proto__", "constructor", "toString", "hasOwnProperty", "prototype"])
        if (!Object.hasOwn(one.object, key))
          Object.defineProperty(one.object, key, {
            value: { polluted: "yes" },
            enumerable: true,
            configurable: true,
            writable: true,
          });
  }),
};

/** A source that fails in one way; all others are well. */
export function withFault(ask: Ask, source: string, fault: Fault): Ask {
  return async (asking) => {
    const told = await ask(asking);
    if (asking.source !== source) return told;
    if (fault.on === "answer") return fault.apply(told);
    const { data } = told;
    if (!data) return told;
    const list = data._entities;
    if (!Array.isArray(list)) {
      fault.apply({ object: data, seed: hash(unnamed(asking.operation)), path: [], told, replace() {} });
      return told;
    }
    const representations = asking.variables.representations as unknown[];
    for (const [index, object] of list.entries()) {
      if (!object) continue;
      const seed = hash(unnamed(asking.operation) + JSON.stringify(representations[index]));
      const replace = (value: unknown) => {
        list[index] = value;
      };
      fault.apply({ object, seed, path: ["_entities", index], told, replace });
    }
    return told;
  };
}

/** An operation without its aliases, which the two executors plan under other names. */
const unnamed = (operation: string): string => operation.replace(/\w+:(?=\w)/g, "");

interface Place {
  readonly holder: Fields;
  readonly key: string;
  readonly path: (string | number)[];
}

function objectsIn(value: unknown, path: (string | number)[] = []): { object: Fields; path: (string | number)[] }[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => objectsIn(item, [...path, index]));
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, one]) => objectsIn(one, [...path, key]));
  return [{ object: value as Fields, path }, ...inner];
}

function pickPlace({ object, seed }: Part, fits: (value: unknown) => boolean = () => true): Place | undefined {
  const places = objectsIn(object).flatMap(({ object: holder, path }) =>
    Object.keys(holder)
      .filter((key) => !/typename/.test(key) && holder[key] !== null && fits(holder[key]))
      .map((key) => ({ holder, key, path: [...path, key] })),
  );
  return places[seed % Math.max(1, places.length)];
}
