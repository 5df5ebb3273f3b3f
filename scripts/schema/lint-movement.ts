import {
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type SelectionSetNode,
} from "graphql";
import { argumentOf, marks, nameOf } from "./marks.ts";

type Holder = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;
/** The types that have fields, by name, and for an interface or a union those its rows may be of, itself included. */
type Types = ReadonlyMap<string, readonly Holder[]>;

/**
 * Ways in which a supergraph hands what is behind consent to another source, one sentence each.
 * The gateway copies the fields of a key, of @requires, of @provides and of @fromContext from one source to the next, which
 * no consent names: such fields must be free of any rule, and lead into no type that has one.
 */
export function lintMovement(document: DocumentNode): string[] {
  const holders = document.definitions.filter(
    (definition): definition is Holder =>
      definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION,
  );
  const types = rowsOf(document, holders);
  return holders.flatMap((type) => [
    ...lintSets(type, "join__type", "key", `the key of ${type.name.value}`, type.name.value, types),
    ...(type.fields ?? []).flatMap((field) => lintEdge(type, field, types)),
  ]);
}

function rowsOf({ definitions }: DocumentNode, holders: readonly Holder[]): Types {
  const types = new Map<string, Holder[]>(holders.map((type) => [type.name.value, [type]]));
  for (const type of holders) for (const { name } of type.interfaces ?? []) types.get(name.value)?.push(type);
  for (const definition of definitions)
    if (definition.kind === Kind.UNION_TYPE_DEFINITION)
      types.set(
        definition.name.value,
        (definition.types ?? []).flatMap(({ name }) => types.get(name.value) ?? []),
      );
  return types;
}

function lintEdge(type: Holder, field: FieldDefinitionNode, types: Types): string[] {
  const coordinate = `${type.name.value}.${field.name.value}`;
  const isFromContext = marks(field, "join__field").some(({ arguments: given = [] }) =>
    given.some(({ name }) => name.value === "contextArguments"),
  );
  return [
    ...lintSets(field, "join__field", "requires", `@requires of ${coordinate}`, type.name.value, types),
    ...lintSets(field, "join__field", "provides", `@provides of ${coordinate}`, nameOf(field.type), types),
    ...(isFromContext
      ? [`${coordinate} takes values @fromContext, whose road to another source no lint follows.`]
      : []),
  ];
}

function lintSets(
  node: Holder | FieldDefinitionNode,
  directive: string,
  argument: string,
  place: string,
  parent: string,
  types: Types,
): string[] {
  const moved = marks(node, directive).flatMap((mark) => {
    const text = argumentOf(mark, argument);
    return text ? protectedIn(selectionsOf(text), parent, types) : [];
  });
  return [...new Set(moved)].map(
    (coordinate) =>
      `${coordinate} is behind consent and part of ${place}: it would reach another source without a decision.`,
  );
}

function protectedIn({ selections }: SelectionSetNode, parent: string, types: Types): string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return protectedIn(selection.selectionSet, selection.typeCondition?.name.value ?? parent, types);
    return (types.get(parent) ?? []).flatMap((type) => {
      const field = type.fields?.find(({ name }) => name.value === selection.name.value);
      if (!field) return [];
      const child = nameOf(field.type);
      const isProtected = [field, ...(types.get(child) ?? [])].some((node) => marks(node, "consent").length > 0);
      const inner = selection.selectionSet ? protectedIn(selection.selectionSet, child, types) : [];
      return isProtected ? [`${type.name.value}.${field.name.value}`, ...inner] : inner;
    });
  });
}

function selectionsOf(fieldSet: string): SelectionSetNode {
  const [operation] = parse(`{ ${fieldSet} }`, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`A set of fields cannot be read: ${fieldSet}`);
  return operation.selectionSet;
}
