import { Kind, parse, print, visit } from "graphql";
import type { Asked } from "./engines.ts";

/** The same question with `@skip` and `@include` carried out: what they leave out is not in the document any more. */
export function withoutConditions({ query, variables = {} }: Asked): Asked {
  const standards = new Map<string, unknown>();
  const isMet = (value: { kind: string; value?: unknown; name?: { value: string } }): unknown =>
    value.kind === Kind.VARIABLE
      ? (variables[value.name!.value] ?? standards.get(value.name!.value))
      : (value.value as boolean);
  const document = visit(parse(query), {
    VariableDefinition({ variable, defaultValue }) {
      if (defaultValue?.kind === Kind.BOOLEAN) standards.set(variable.name.value, defaultValue.value);
      return variable.name.value === "on" || variable.name.value === "off" ? null : undefined;
    },
    enter(node) {
      if (node.kind !== Kind.FIELD && node.kind !== Kind.INLINE_FRAGMENT && node.kind !== Kind.FRAGMENT_SPREAD) return;
      for (const { name, arguments: [condition] = [] } of node.directives ?? [])
        if (isMet(condition!.value) === (name.value === "skip")) return null;
      return;
    },
  });
  const bare = visit(document, {
    Directive: () => null,
    // A selection that lost all its fields asks for nothing.
    leave: (node) => {
      if ("selectionSet" in node && node.selectionSet && node.selectionSet.selections.length === 0)
        return node.kind === Kind.OPERATION_DEFINITION || node.kind === Kind.FRAGMENT_DEFINITION
          ? { ...node, selectionSet: { kind: Kind.SELECTION_SET, selections: [typename] } }
          : { ...node, selectionSet: { kind: Kind.SELECTION_SET, selections: [typename] } };
      return undefined;
    },
  });
  return { query: print(bare), variables };
}

const typename = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: "emptied__typename" }, alias: undefined };
