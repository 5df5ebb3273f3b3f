import { type DirectiveNode, Kind, parse, print, type SelectionSetNode, visit } from "graphql";
import type { Asked } from "./engines.ts";

/** The same question with `@skip` and `@include` carried out: what they leave out is not in the document any more. */
export function withoutConditions({ query, variables = {} }: Asked): Asked {
  const document = parse(query);
  const values = new Map<string, unknown>(Object.entries(variables));
  visit(document, {
    VariableDefinition({ variable, defaultValue }) {
      const name = variable.name.value;
      if (defaultValue?.kind === Kind.BOOLEAN && !values.has(name)) values.set(name, defaultValue.value);
    },
  });
  const isLeftOut = ({ name, arguments: [condition] = [] }: DirectiveNode): boolean => {
    const value = condition!.value;
    const isMet =
      value.kind === Kind.VARIABLE ? values.get(value.name.value) : value.kind === Kind.BOOLEAN && value.value;
    return isMet === (name.value === "skip");
  };
  const bare = visit(document, {
    SelectionSet: {
      leave(set: SelectionSetNode) {
        const selections = set.selections
          .filter((one) => !one.directives?.some(isLeftOut))
          .map((one) => ({ ...one, directives: [] }));
        // An emptied selection still has to ask for something; `blank` marks what is not compared.
        return { ...set, selections: selections.length > 0 ? selections : [blank] };
      },
    },
    VariableDefinition: ({ variable }) => (variable.name.value === "id" ? undefined : null),
  });
  return { query: print(bare), variables: "id" in variables ? { id: variables.id } : {} };
}

const blank = {
  kind: Kind.FIELD,
  alias: { kind: Kind.NAME, value: "blank" },
  name: { kind: Kind.NAME, value: "__typename" },
} as const;

/** An answer without the marks of emptied selections. */
export function withoutBlanks(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null, (key, inner) => (key === "blank" ? undefined : inner)));
}
