import type { CompiledFetch } from "./compiled-plan.ts";
import type { Named } from "./entities.ts";
import type { Mark, Marks } from "./losses.ts";
import { type Fields, isFields, own } from "./own-keys.ts";
import type { SourceError } from "./transport.ts";

/** A source that sends more has lost its mind: the rest would only be work. */
const MOST_ERRORS = 1_000;
const LONGEST_PATH = 100;

type Path = readonly (string | number)[];

/**
 * Marks the places of the assembled data a source's errors speak about. An error about a whole entity, about nothing in
 * particular or about nothing that was asked counts for every field the fetch was to fill.
 */
export function placeErrors(
  errors: readonly SourceError[],
  fetch: CompiledFetch,
  objects: readonly Fields[],
  named: readonly Named[] | undefined,
  marks: Marks,
): void {
  let general: SourceError | undefined;
  for (const error of errors.slice(0, MOST_ERRORS)) {
    const place = readPath(error.path, fetch, objects, named);
    const cause = { kind: "refused", error } as const;
    if (!place) general ??= error;
    else if (place.path.length === 0) marks.addAll(place.objects, fetch, cause);
    else for (const object of place.objects) markAt(object, place.path, { fetch, source: fetch.source, cause }, marks);
  }
  if (general) marks.addAll(objects, fetch, { kind: "refused", error: general });
}

function readPath(
  path: unknown,
  fetch: CompiledFetch,
  objects: readonly Fields[],
  named: readonly Named[] | undefined,
): { objects: readonly Fields[]; path: Path } | undefined {
  if (!Array.isArray(path) || path.length === 0 || path.length > LONGEST_PATH) return undefined;
  if (!path.every((step) => typeof step === "string" || Number.isInteger(step))) return undefined;
  const entity = named && path[0] === "_entities" && typeof path[1] === "number" ? named[path[1]] : undefined;
  if (named && !entity) return undefined;
  const rest = entity ? path.slice(2) : path;
  if (rest.length > 0 && !fetch.keys.includes(fetch.rename(String(rest[0])))) return undefined;
  return { objects: entity?.objects ?? objects, path: rest };
}

/** Marks the first empty place on the way, or the end of it. */
function markAt(object: Fields, path: Path, mark: Mark, marks: Marks): void {
  let value: unknown = object;
  for (const [index, step] of path.entries()) {
    const key = typeof step === "string" ? mark.fetch.rename(step) : step;
    let next: unknown;
    if (Array.isArray(value)) next = typeof key === "number" ? value[key] : undefined;
    else if (isFields(value)) next = own(value, String(key));
    else return;
    if (next === null || next === undefined || index === path.length - 1) {
      marks.add(value, key, mark);
      return;
    }
    value = next;
  }
}
