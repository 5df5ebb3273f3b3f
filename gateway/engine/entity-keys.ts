import { type FragmentDefinitionNode, Kind, type OperationDefinitionNode, parse, type SelectionNode } from "graphql";
import type { Named } from "./entities.ts";
import { type Fields, isFields, own } from "./own-keys.ts";
import type { SchemaTypes } from "./schema-types.ts";
import type { KeyField } from "./source-terms.ts";
import type { SourceError } from "./transport.ts";

/** A field of an entity's key, asked for once more to see whether the entity is the one that was meant. */
export interface AskedKey extends KeyField {
  /** The type it is asked of. */
  readonly type: string;
  /** Its key in the answer, which nothing else in the call has. */
  readonly alias: string;
}

/** The types a call of entities asks something of, each once. */
export function askedTypes(
  selections: readonly SelectionNode[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): readonly string[] {
  const conditions = selections.flatMap((one) => {
    if (one.kind === Kind.FIELD) return [];
    const fragment = one.kind === Kind.INLINE_FRAGMENT ? one : fragments.get(one.name.value);
    return fragment?.typeCondition?.name.value ?? [];
  });
  return [...new Set(conditions)];
}

/** The text of a call that asks entities of these types for their keys too, after everything else. */
export function askKeys(
  operation: string,
  types: readonly string[],
  keyOf: (type: string) => readonly KeyField[],
): { readonly operation: string; readonly keys: readonly AskedKey[] } {
  let prefix = "key_";
  while (operation.includes(prefix)) prefix += "_";
  const keys: AskedKey[] = [];
  let added = "";
  for (const type of types) {
    const asked = keyOf(type).map((field) => ({ ...field, type, alias: `${prefix}${keys.length}_${field.name}` }));
    keys.push(...asked);
    if (asked.length > 0) added += `...on ${type}{${asked.map((one) => `${one.alias}:${textOf(one)}`).join(" ")}}`;
  }
  if (keys.length === 0) return { operation, keys };
  const end = endOfEntities(operation);
  return { operation: operation.slice(0, end) + added + operation.slice(end), keys };
}

const textOf = ({ name, inner }: KeyField): string => (inner ? `${name}{${inner.map(textOf).join(" ")}}` : name);

/** Where the selections of `_entities` end, before the brace. */
function endOfEntities(operation: string): number {
  const definition = parse(operation).definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  const [entities] = (definition as OperationDefinitionNode).selectionSet.selections;
  return (entities as { readonly selectionSet: { readonly loc: { readonly end: number } } }).selectionSet.loc.end - 1;
}

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
