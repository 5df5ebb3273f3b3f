import type { CompiledFetch } from "./compiled-plan.ts";
import type { Mark, Marks } from "./losses.ts";
import { type Fields, isFields, newFields, own } from "./own-keys.ts";
import { applyRewrites } from "./rewrites.ts";
import type { SchemaTypes, TypeShape } from "./schema-types.ts";
import type { SelectionShape } from "./selection-shape.ts";

/** Every object at a path of the assembled data; lists within lists have one `@` a level. */
export function objectsAt(value: unknown, path: readonly string[], depth = 0, into: Fields[] = []): Fields[] {
  const step = path[depth];
  if (step === "@") {
    if (Array.isArray(value)) for (const item of value) objectsAt(item, path, depth + 1, into);
  } else if (isFields(value)) {
    if (step === undefined) into.push(value);
    else objectsAt(own(value, step), path, depth + 1, into);
  }
  return into;
}

/** An entity as it is named to a source, and every object of the assembled data that it stands for. */
export interface Named {
  readonly typename: string;
  readonly text: string;
  readonly representation: Fields;
  readonly objects: Fields[];
}

export interface Batch {
  /** Each representation once. */
  readonly named: readonly Named[];
  /** Objects whose required fields are lost, wholly or in part, and where that began. */
  readonly tainted: readonly Tainted[];
}

export interface Tainted {
  readonly object: Fields;
  /** The mark of an empty required field, where the object could be named all the same. */
  readonly mark: Mark | undefined;
  /** The way from the object to the first required field that is missing. */
  readonly missing: readonly (string | number)[];
}

/** Names the objects of a fetch to its source, leaving out those that are of none of the asked types. */
export function nameEntities(
  objects: readonly Fields[],
  fetch: CompiledFetch,
  marks: Marks,
  types: SchemaTypes,
): Batch {
  const known = new Map<string, Named>();
  const met = new Met();
  const tainted: Tainted[] = [];
  for (const object of objects) {
    const place = placeOf(object, fetch, met);
    if (place?.named) {
      place.named.objects.push(object);
      continue;
    }
    const reading: Reading = { marks, mark: undefined, path: [] };
    const representation = represent(object, fetch.requires!, reading);
    if (!representation || reading.mark) tainted.push({ object, mark: reading.mark, missing: reading.path });
    if (typeof representation?.__typename !== "string") continue;
    const fields = fetch.requires!.fieldsOf(representation.__typename);
    applyRewrites(fetch.inputRewrites, representation, types);
    if (!fetch.isKeyed(String(representation.__typename), fields)) {
      // A plan that forgot the key: the source would take it for any entity, or for none.
      tainted.push({ object, mark: { fetch, source: fetch.source, cause: { kind: "invalid" } }, missing: [] });
      continue;
    }
    const text = JSON.stringify(representation);
    let named = known.get(text);
    if (named) named.objects.push(object);
    else {
      named = { typename: String(representation.__typename), text, representation, objects: [object] };
      known.set(text, named);
    }
    if (place) place.named = named;
  }
  return { named: [...known.values()], tainted };
}

/** Entities met before, by one required value after the other: most objects of a list repeat a few of them. */
class Met {
  #next: Map<unknown, Met> | undefined;
  named: Named | undefined;

  after(value: unknown): Met {
    this.#next ??= new Map();
    let next = this.#next.get(value);
    if (!next) {
      next = new Met();
      this.#next.set(value, next);
    }
    return next;
  }
}

/** Where an object is remembered whose required fields are all there and plain; others are told apart by their text. */
function placeOf(object: Fields, { requires }: CompiledFetch, met: Met): Met | undefined {
  const { __typename: named = requires!.declared } = object;
  if (typeof named !== "string") return undefined;
  let place = met.after(named);
  for (const { key, isInherited } of requires!.fieldsOf(named)) {
    const value = isInherited ? own(object, key) : object[key];
    if (value === undefined || value === null || typeof value === "object") return undefined;
    place = place.after(value);
  }
  return place;
}

interface Reading {
  readonly marks: Marks;
  /** Where something required was first found lost. */
  mark: Mark | undefined;
  /** The way to what is being read. */
  readonly path: (string | number)[];
}

/** The required fields of an object; undefined when one of them is missing. */
function represent(object: Fields, requires: SelectionShape, reading: Reading): Fields | undefined {
  const { __typename: named = requires.declared } = object;
  const representation = newFields();
  const fields = typeof named === "string" ? requires.fieldsOf(named) : requires.everyField;
  for (const { key, type, inner } of fields) {
    reading.path.push(key);
    const value = read(own(object, key), type, inner, object, key, reading);
    if (value === undefined) return undefined;
    reading.path.pop();
    representation[key] = value;
  }
  return representation;
}

function read(
  value: unknown,
  type: TypeShape | undefined,
  inner: SelectionShape | undefined,
  parent: object,
  key: string | number,
  reading: Reading,
): unknown {
  if (value === undefined || value === null) {
    if (!reading.marks.isEmpty) reading.mark ??= reading.marks.at(parent, key);
    // A null where the schema has none would make the source speak of another thing.
    return type?.isNonNull ? undefined : value;
  }
  if (!inner) return value;
  if (!Array.isArray(value)) return isFields(value) ? represent(value, inner, reading) : undefined;
  const items: unknown[] = [];
  for (const [index, item] of value.entries()) {
    reading.path.push(index);
    const one = read(item, type?.item, inner, value, index, reading);
    if (one === undefined) return undefined;
    reading.path.pop();
    items.push(one);
  }
  return items;
}
