import {
  type ArgumentNode,
  type ASTNode,
  type DirectiveNode,
  Kind,
  parse,
  type SelectionSetNode,
  valueFromASTUntyped,
} from "graphql";

interface Picked {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly inner: SelectionSetNode | undefined;
}

/** Reads the fields of a selection one by one; fragments of types the object is not of are left out. */
export function picked(
  set: SelectionSetNode,
  isOf: (typeName: string) => boolean,
  read: (field: Picked) => unknown,
): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const one of set.selections) {
    if (one.kind === Kind.FIELD) {
      const args = Object.fromEntries((one.arguments ?? []).map(argumentOf));
      found[one.name.value] = read({ name: one.name.value, args, inner: one.selectionSet });
    } else if (one.kind === Kind.INLINE_FRAGMENT) {
      const condition = one.typeCondition?.name.value;
      if (!condition || isOf(condition)) Object.assign(found, picked(one.selectionSet, isOf, read));
    }
  }
  return found;
}

const argumentOf = ({ name, value }: ArgumentNode): [string, unknown] => [name.value, valueFromASTUntyped(value)];

export function directivesOf(
  node: (ASTNode & { readonly directives?: readonly DirectiveNode[] | undefined }) | null | undefined,
  name: string,
  extensions: readonly { readonly directives?: readonly DirectiveNode[] | undefined }[] = [],
): DirectiveNode[] {
  return [node, ...extensions].flatMap(
    (one) => one?.directives?.filter((directive) => directive.name.value === name) ?? [],
  );
}

export function textOf(directive: DirectiveNode, argument: string): string {
  const value = directive.arguments?.find(({ name }) => name.value === argument)?.value;
  return value?.kind === Kind.STRING ? value.value : "";
}

export function selectionOf(fields: string): SelectionSetNode {
  const [operation] = parse(`{ ${fields} }`, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`no selection: ${fields}`);
  return operation.selectionSet;
}
