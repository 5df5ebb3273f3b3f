import { type FragmentDefinitionNode, Kind, type OperationDefinitionNode, parse, type SelectionNode } from "graphql";
import type { KeyField } from "./source-terms.ts";

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
