import {
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type SelectionSetNode,
  type TypeNode,
} from "graphql";
import { argumentOf, marks } from "./marks.ts";

type Types = ReadonlyMap<string, ObjectTypeDefinitionNode>;

/**
 * Ways in which a supergraph hands what is behind consent to another source, one sentence each.
 * The gateway copies the fields of a key, of @requires and of @provides from one source to the next, which no consent
 * names: such fields must be free of any rule, and lead into no type that has one.
 */
export function lintMovement(document: DocumentNode): string[] {
  const types: Types = new Map(
    document.definitions
      .filter((definition) => definition.kind === Kind.OBJECT_TYPE_DEFINITION)
      .map((type) => [type.name.value, type]),
  );
  return [...types.values()].flatMap((type) => [
    ...lintSets(type, "join__type", "key", `the key of ${type.name.value}`, type, types),
    ...(type.fields ?? []).flatMap((field) => lintEdge(type, field, types)),
  ]);
}

function lintEdge(type: ObjectTypeDefinitionNode, field: FieldDefinitionNode, types: Types): string[] {
  const coordinate = `${type.name.value}.${field.name.value}`;
  return [
    ...lintSets(field, "join__field", "requires", `@requires of ${coordinate}`, type, types),
    ...lintSets(field, "join__field", "provides", `@provides of ${coordinate}`, types.get(nameOf(field.type)), types),
  ];
}

function lintSets(
  node: ObjectTypeDefinitionNode | FieldDefinitionNode,
  directive: string,
  argument: string,
  place: string,
  parent: ObjectTypeDefinitionNode | undefined,
  types: Types,
): string[] {
  const moved = marks(node, directive).flatMap((mark) => {
    const text = argumentOf(mark, argument);
    return text && parent ? protectedIn(selectionsOf(text), parent, types) : [];
  });
  return [...new Set(moved)].map(
    (coordinate) =>
      `${coordinate} is behind consent and part of ${place}: it would reach another source without a decision.`,
  );
}

function protectedIn({ selections }: SelectionSetNode, parent: ObjectTypeDefinitionNode, types: Types): string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const type = selection.typeCondition ? types.get(selection.typeCondition.name.value) : parent;
      return type ? protectedIn(selection.selectionSet, type, types) : [];
    }
    const field = parent.fields?.find(({ name }) => name.value === selection.name.value);
    if (!field) return [];
    const child = types.get(nameOf(field.type));
    const isProtected = [field, child].some((node) => node && marks(node, "consent").length > 0);
    const inner = selection.selectionSet && child ? protectedIn(selection.selectionSet, child, types) : [];
    return isProtected ? [`${parent.name.value}.${field.name.value}`, ...inner] : inner;
  });
}

function selectionsOf(fieldSet: string): SelectionSetNode {
  const [operation] = parse(`{ ${fieldSet} }`, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`A set of fields cannot be read: ${fieldSet}`);
  return operation.selectionSet;
}

const nameOf = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type));
