import { type FieldNode, Kind, parse, print, visit } from "graphql";
import type { Asked } from "./engines.ts";

const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: "__typename" } };

/** The same question, where every object is also asked its type. */
export function withTypeNames({ query, ...rest }: Asked): Asked {
  const document = visit(parse(query), {
    Field: {
      leave: ({ selectionSet, ...field }) =>
        selectionSet && {
          ...field,
          selectionSet: { ...selectionSet, selections: [...selectionSet.selections, typename] },
        },
    },
  });
  return { ...rest, query: print(document) };
}
