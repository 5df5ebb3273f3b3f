import type { AnswerPath } from "./errors.ts";
import type { PlannedFetch } from "./planned-fetches.ts";
import type { Loss } from "./request-record.ts";

/**
 * What the client lost, one entry a field or list item: every loss, and every field whose source needed something
 * lost, at the place where the answer shows null because of it. A path therefore always leads to a null of the answer.
 * `incomplete` are places where a value that must exist does not, for which no source has said why.
 */
export function lostFields(
  losses: readonly Loss[],
  incomplete: readonly AnswerPath[],
  data: Record<string, unknown> | null,
  fetches: readonly PlannedFetch[],
): Loss[] {
  const lost = new Map<string, Loss>();
  const add = (loss: Loss) => {
    const path = placeInAnswer(loss.path, data);
    if (path && !lost.has(key(path))) lost.set(key(path), { ...loss, path });
  };
  for (const loss of withDependents(losses, fetches)) add(loss);
  for (const path of incomplete) add({ path, code: "SOURCE_INVALID", source: sourceOf(path, fetches) });
  // In the order of places: the order of arrival would tell how far each source had got.
  return [...lost].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, loss]) => loss);
}

/** Places the library's executor found without a value that must exist, as it tells them in its `extensions`. */
export function incompletePlaces(extensions: Readonly<Record<string, unknown>> | undefined): AnswerPath[] {
  const found = extensions?.valueCompletion;
  if (!Array.isArray(found)) return [];
  return found
    .map((error: { path?: AnswerPath }) => error.path)
    .filter((path): path is AnswerPath => path !== undefined && path.length > 0);
}

const key = (path: AnswerPath): string => JSON.stringify(path);

function withDependents(losses: readonly Loss[], fetches: readonly PlannedFetch[]): Loss[] {
  const all = [...losses];
  const seen = new Set(all.map(({ path }) => key(path)));
  for (const loss of all) {
    for (const fetch of fetches) {
      const object = objectThatNeeds(loss.path, fetch);
      if (!object) continue;
      for (const name of fetch.keys) {
        const path = [...object, name];
        if (seen.has(key(path))) continue;
        seen.add(key(path));
        all.push({ ...loss, path });
      }
    }
  }
  return all;
}

/** The object whose fetch needs what stood at `path`; undefined when the fetch does not. */
function objectThatNeeds(path: AnswerPath, fetch: PlannedFetch): AnswerPath | undefined {
  const names = path.filter((step) => typeof step === "string");
  const depth = fetch.keysToObject.length;
  if (names.length <= depth || !fetch.keysToObject.every((name, index) => name === names[index])) return undefined;
  const within = names.slice(depth);
  const isNeeded = fetch.requiredLeaves.some((leaf) =>
    leaf.every((name, index) => within[index] === name || index >= within.length),
  );
  return isNeeded ? path.slice(0, lengthOfNames(path, depth)) : undefined;
}

/** How many steps of `path` its first `count` names take, with the list positions that follow them. */
function lengthOfNames(path: AnswerPath, count: number): number {
  let names = 0;
  for (const [index, step] of path.entries()) {
    if (names === count && typeof step === "string") return index;
    if (typeof step === "string") names += 1;
  }
  return path.length;
}

/** The first null on the way; undefined when a value was served there after all or the client did not ask for it. */
function placeInAnswer(path: AnswerPath, data: Record<string, unknown> | null): AnswerPath | undefined {
  if (data === null) return path.slice(0, 1);
  let value: unknown = data;
  for (const [index, step] of path.entries()) {
    if (value === null) return path.slice(0, index);
    if (typeof value !== "object" || !Object.hasOwn(value as object, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value === null ? path : undefined;
}

/** The source that was to fill a place: that of the deepest fetch on the way to it. */
function sourceOf(path: AnswerPath, fetches: readonly PlannedFetch[]): string {
  const names = path.filter((step) => typeof step === "string");
  const candidates = fetches.filter(
    ({ keysToObject, keys }) =>
      keysToObject.every((name, index) => name === names[index]) && keys.includes(names[keysToObject.length] ?? ""),
  );
  candidates.sort((one, other) => other.keysToObject.length - one.keysToObject.length);
  return candidates[0]?.source ?? "";
}
