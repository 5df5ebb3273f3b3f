import {
  type FieldNode,
  type GraphQLField,
  GraphQLID,
  type GraphQLInputType,
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  valueFromASTUntyped,
} from "graphql";

export type ReadIds = (variables: Readonly<Record<string, unknown>>) => readonly string[];

/** What reads the ids a field's arguments name, one reader for each argument that can hold any. */
export function readerOfIds(field: GraphQLField<unknown, unknown>, node: FieldNode): ReadIds[] {
  return (node.arguments ?? []).flatMap(({ name, value }) => {
    const type = field.args.find((argument) => argument.name === name.value)?.type;
    if (!type || !canHoldIds(type)) return [];
    return [(variables) => idsIn(valueFromASTUntyped(value, variables), type)];
  });
}

function canHoldIds(type: GraphQLInputType, seen: readonly unknown[] = []): boolean {
  const named = getNamedType(type);
  if (!isInputObjectType(named)) return named === GraphQLID || named.name === GraphQLID.name;
  if (seen.includes(named)) return false;
  return Object.values(named.getFields()).some((field) => canHoldIds(field.type, [...seen, named]));
}

function idsIn(value: unknown, type: GraphQLInputType): string[] {
  if (isNonNullType(type)) return idsIn(value, type.ofType);
  if (value === null || value === undefined) return [];
  if (isListType(type))
    return Array.isArray(value) ? value.flatMap((item) => idsIn(item, type.ofType)) : idsIn(value, type.ofType);
  if (!isInputObjectType(type)) return type.name === GraphQLID.name ? [String(value)] : [];
  const given = value as Record<string, unknown>;
  return Object.values(type.getFields()).flatMap((field) =>
    Object.hasOwn(given, field.name) ? idsIn(given[field.name], field.type) : [],
  );
}
