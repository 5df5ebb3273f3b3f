import { type DirectiveNode, Kind, parse, print, type SelectionSetNode, visit } from "graphql";
import type { Asked } from "./engines.ts";

/** The same question with `@skip` and `@include` carried out: what they leave out is not in the document any more. */
export function withoutConditions({ query, variables = {} }: Asked): Asked {
  const asked = parse(query);
  const values = new Map<string, unknown>(Object.entries(variables));
  visit(asked, {
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
  const bare = visit(asked, {
    SelectionSet: {
      leave(set: SelectionSetNode) {
        const selections = set.selections
          .filter((one) => !one.directives?.some(isLeftOut))
          .map((one) => ({ ...one, directives: [] }));
        // An emptied selection still has to ask for something; `blank` marks what is not compared.
        return { ...set, selections: selections.length > 0 ? selections : [blank] };
      },
    },
  });
  const used = new Set<string>();
  visit(bare, { Variable: ({ name }, _, parent) => void (isDefinition(parent) || used.add(name.value)) });
  const document = visit(bare, {
    VariableDefinition: ({ variable }) => (used.has(variable.name.value) ? undefined : null),
  });
  return { query: print(document), variables: Object.fromEntries([...values].filter(([name]) => used.has(name))) };
}

const isDefinition = (node: unknown): boolean =>
  (node as { kind?: string } | undefined)?.kind === Kind.VARIABLE_DEFINITION;

const blank = {
  kind: Kind.FIELD,
  alias: { kind: Kind.NAME, value: "blank" },
  name: { kind: Kind.NAME, value: "__typename" },
} as const;

/** An answer without the marks of emptied selections. */
export function withoutBlanks(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null, (key, inner) => (key === "blank" ? undefined : inner)));
}
