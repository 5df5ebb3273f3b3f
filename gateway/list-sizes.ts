import {
  type FieldNode,
  type GraphQLArgument,
  type GraphQLField,
  isListType,
  isNonNullType,
  Kind,
  type ValueNode,
} from "graphql";

export type Variables = Readonly<Record<string, unknown>>;
export type Count = (variables: Variables) => number;
type Field = GraphQLField<unknown, unknown>;

/** How many objects stand in a list whose size nobody asks for: most lists without pages are shorter. */
export const UNSIZED_LIST = 10;

/** The size a field asks for with `first` or `last`, if it takes one. */
export function sizeOf(node: FieldNode, field: Field, defaults: Variables): Count | undefined {
  for (const argument of field.args) {
    if (argument.name !== "first" && argument.name !== "last") continue;
    const given = node.arguments?.find(({ name }) => name.value === argument.name)?.value;
    const size = readSize(given, argument, defaults);
    if (size) return size;
  }
  return undefined;
}

function readSize(
  given: ValueNode | undefined,
  { defaultValue }: GraphQLArgument,
  defaults: Variables,
): Count | undefined {
  const standard = typeof defaultValue === "number" ? defaultValue : undefined;
  if (given?.kind === Kind.INT) return () => Math.max(0, Number(given.value));
  if (given?.kind === Kind.VARIABLE) {
    const name = given.name.value;
    return (variables) => {
      const size = Number(variables[name] ?? defaults[name] ?? standard ?? UNSIZED_LIST);
      return Number.isFinite(size) ? Math.max(0, size) : UNSIZED_LIST;
    };
  }
  return standard === undefined ? undefined : () => standard;
}

/** How many lists stand around what a field returns. */
export function listDepth({ type }: Field): number {
  let depth = 0;
  let inner: unknown = type;
  while (isNonNullType(inner) || isListType(inner)) {
    if (isListType(inner)) depth += 1;
    inner = inner.ofType;
  }
  return depth;
}
