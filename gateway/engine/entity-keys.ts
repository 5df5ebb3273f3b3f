import type { AskedKey } from "./asked-keys.ts";
import type { Named } from "./entities.ts";
import { type Fields, isFields, own } from "./own-keys.ts";
import type { SchemaTypes } from "./schema-types.ts";
import type { KeyField } from "./source-terms.ts";
import type { SourceError } from "./transport.ts";

/**
 * Whether an answered entity is the one that was named, by the keys that both tell. Takes what was asked to know it out
 * of the answer, the last first: an object that loses its last property stays as fast as it was.
 */
export function isNamedEntity(
  entity: Fields,
  { typename, representation }: Named,
  keys: readonly AskedKey[],
  types: SchemaTypes,
): boolean {
  for (let index = keys.length - 1; index >= 0; index -= 1) {
    const key = keys[index]!;
    const answered = entity[key.alias];
    if (answered === undefined) continue;
    delete entity[key.alias];
    if (!types.canBe(typename, key.type) && !types.canBe(key.type, typename)) return false;
    if (!agree(representation[key.name], answered, key)) return false;
  }
  return true;
}

/** Compared as text: one source may write as a number what another writes as text. */
function agree(named: unknown, answered: unknown, { inner }: KeyField): boolean {
  if (named === undefined || named === null || answered === undefined || answered === null) return true;
  if (!inner) return typeof answered !== "object" && String(named) === String(answered);
  if (!isFields(named) || !isFields(answered)) return false;
  return inner.every((field) => agree(own(named, field.name), own(answered, field.name), field));
}

/**
 * Errors without those about keys that were asked for on our own account: they speak about the whole entity where it
 * came to nothing by them, and else about nothing a client asked.
 */
export function withoutKeyErrors(
  errors: readonly SourceError[],
  entities: unknown,
  keys: readonly AskedKey[],
): readonly SourceError[] {
  if (keys.length === 0 || errors.length === 0) return errors;
  const aliases = new Set<unknown>(keys.map(({ alias }) => alias));
  return errors.flatMap((error) => {
    if (!Array.isArray(error.path) || !aliases.has(error.path[2])) return error;
    const path = error.path.slice(0, 2);
    const isLost = Array.isArray(entities) && (entities[path[1] as number] ?? null) === null;
    return isLost ? { ...error, path } : [];
  });
}
