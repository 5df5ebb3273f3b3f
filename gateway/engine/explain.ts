import type { CompiledFetch } from "./compiled-plan.ts";
import type { Cause, Mark, Marks } from "./losses.ts";
import { type Fields, isFields, own } from "./own-keys.ts";
import { keysOf, selects } from "./selected-places.ts";

type Path = readonly (string | number)[];

interface Known {
  readonly marks: Marks;
  readonly fetches: readonly CompiledFetch[];
}

/**
 * Why nothing stands at `way` from an object that stands at `path` (list marks and positions are passed over): the
 * nearest mark on the way of a fetch that was to fill it; else the source that was to, which did not.
 */
export function explain(object: Fields, path: Path, way: Path, { marks, fetches }: Known): Omit<Mark, "fetch"> {
  const names = keysOf([...path, ...way]);
  let found: Mark | undefined;
  let value: unknown = object;
  for (const step of way) {
    if (!Array.isArray(value) && !isFields(value)) break;
    const mark = marks.at(value, step);
    if (mark && selects(mark.fetch, names)) found = mark;
    value = Array.isArray(value) ? value[Number(step)] : own(value, String(step));
  }
  return found ?? { source: responsible(names, fetches)?.source ?? "", cause: invalid };
}

const invalid: Cause = { kind: "invalid" };

/** The fetch that was to fill a place: the deepest of those that ask for it. */
function responsible(names: readonly string[], fetches: readonly CompiledFetch[]): CompiledFetch | undefined {
  let deepest: CompiledFetch | undefined;
  for (const fetch of fetches)
    if (selects(fetch, names) && (!deepest || fetch.path.length > deepest.path.length)) deepest = fetch;
  // A place no fetch asks for exists only where something above it is of an unforeseen type.
  return deepest ?? (names.length > 1 ? responsible(names.slice(0, -1), fetches) : undefined);
}
