import { Kind, type NameNode, type SelectionNode } from "graphql";
import type { RequiredSelection } from "./query-plan.ts";

/** The planner's own notation of required fields as selections of a document. */
export function requiredSelections(selections: readonly RequiredSelection[]): SelectionNode[] {
  return selections.map((selection) => {
    const inner = selection.selections && requiredSelections(selection.selections);
    const selectionSet = { kind: Kind.SELECTION_SET, selections: inner ?? [] } as const;
    if (selection.kind === "InlineFragment") {
      const { typeCondition } = selection;
      return {
        kind: Kind.INLINE_FRAGMENT,
        ...(typeCondition ? { typeCondition: { kind: Kind.NAMED_TYPE, name: nameNode(typeCondition) } } : {}),
        selectionSet,
      };
    }
    return {
      kind: Kind.FIELD,
      name: nameNode(selection.name),
      ...(selection.alias ? { alias: nameNode(selection.alias) } : {}),
      ...(inner ? { selectionSet } : {}),
    };
  });
}

const nameNode = (value: string): NameNode => ({ kind: Kind.NAME, value });
