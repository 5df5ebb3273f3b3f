import type { PlacedObject } from "./assembled-objects.ts";
import type { SourceError } from "./engine/transport.ts";
import { codeFromSource, type ErrorCode } from "./error-codes.ts";
import type { AnswerPath } from "./errors.ts";
import type { PlannedFetch } from "./planned-fetches.ts";
import type { Loss, SourceState } from "./request-record.ts";

/** A source that sends more has lost its mind: the rest would only be work. */
const MOST_ERRORS = 1_000;
const LONGEST_WAIT_MS = 60_000;

export type Reason = Omit<Loss, "path" | "source">;

/** Every field of every object a fetch was to fill. */
export function lossOfAll(fetch: PlannedFetch, objects: readonly PlacedObject[], reason: Reason): Loss[] {
  return objects.flatMap(({ path }) => lossOfObject(fetch, path, reason));
}

/** Every field a fetch was to add to one object. */
export function lossOfObject(fetch: PlannedFetch, path: AnswerPath, reason: Reason): Loss[] {
  return fetch.keys.map((key) => ({ ...reason, source: fetch.source, path: [...path, key] }));
}

/**
 * The errors of a source as losses at the client's paths. An error about a whole object, or about nothing in
 * particular, counts for every field that was asked there: those that have a value after all are left out later.
 */
export function lossesFromErrors(
  fetch: PlannedFetch,
  objects: readonly PlacedObject[],
  errors: readonly SourceError[],
): Loss[] {
  const general = errors.find((error) => !readPath(error.path));
  const placed = errors.slice(0, MOST_ERRORS).flatMap((error) => {
    const reason = reasonOf(error);
    const path = readPath(error.path);
    if (!path) return [];
    const [, index, ...rest] = path;
    const bases = fetch.requires ? [objects[Number(index)]].filter((object) => object !== undefined) : objects;
    const within = (fetch.requires ? rest : path).map((key) => (typeof key === "string" ? fetch.clientKey(key) : key));
    if (bases.length === 0) return lossOfAll(fetch, objects, reason);
    return bases.flatMap((object) =>
      within.length === 0
        ? lossOfObject(fetch, object.path, reason)
        : [{ ...reason, source: fetch.source, path: [...object.path, ...within] }],
    );
  });
  return general ? [...placed, ...lossOfAll(fetch, objects, reasonOf(general))] : placed;
}

/** A source's own sentence is kept only where it speaks about the input, which subgraphs do without naming values. */
export function reasonOf(error: SourceError): Reason {
  const code: ErrorCode = codeFromSource(error.extensions?.code);
  const isSentence = code === "BAD_USER_INPUT" && typeof error.message === "string" && isHarmless(error.message);
  const retryAfterMs = code === "OVERLOADED" ? waitOf(error.extensions?.retryAfterMs) : undefined;
  return { code, message: isSentence ? (error.message as string) : undefined, retryAfterMs };
}

/** What its errors say of a source itself. */
export function stateAfter(errors: readonly SourceError[]): SourceState {
  const codes = new Set(errors.map((error) => reasonOf(error).code));
  if (codes.has("SOURCE_UNAVAILABLE")) return "down";
  return codes.has("SOURCE_INVALID") ? "invalid" : "ok";
}

/** No longer than a client can sensibly wait. */
const waitOf = (ms: unknown): number | undefined =>
  typeof ms === "number" && ms > 0 ? Math.min(Math.ceil(ms), LONGEST_WAIT_MS) : undefined;

/** One short line without an address, a file, markup or a number long enough to identify somebody. */
function isHarmless(message: string): boolean {
  return message.length <= 300 && !/[\r\n<>]|:\/\/|\/\w+\/|node_modules|\bat \S+:\d+|\d{5,}|@/.test(message);
}

function readPath(path: unknown): AnswerPath | undefined {
  const isPath = Array.isArray(path) && path.length > 0 && path.length < 100;
  return isPath && path.every((key) => typeof key === "string" || Number.isInteger(key)) ? path : undefined;
}
