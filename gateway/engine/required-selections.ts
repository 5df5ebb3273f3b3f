import { Kind, type NameNode, type SelectionNode } from "graphql";
import type { RequiredSelection } from "./query-plan.ts";

/** The planner's own notation of required fields as selections of a document, without those nobody supplies. */
export function requiredSelections(
  selections: readonly RequiredSelection[],
  names: readonly string[],
  isSupplied: (names: readonly string[]) => boolean,
): SelectionNode[] {
  return selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === "InlineFragment") {
      const { typeCondition } = selection;
      return [
        {
          kind: Kind.INLINE_FRAGMENT,
          ...(typeCondition ? { typeCondition: { kind: Kind.NAMED_TYPE, name: nameNode(typeCondition) } } : {}),
          selectionSet: selectionSet(requiredSelections(selection.selections, names, isSupplied)),
        },
      ];
    }
    const { name, alias, selections: inner } = selection;
    const here = [...names, alias ?? name];
    if (!isSupplied(here)) return [];
    return [
      {
        kind: Kind.FIELD,
        name: nameNode(name),
        ...(alias ? { alias: nameNode(alias) } : {}),
        ...(inner ? { selectionSet: selectionSet(requiredSelections(inner, here, isSupplied)) } : {}),
      },
    ];
  });
}

const selectionSet = (selections: SelectionNode[]) => ({ kind: Kind.SELECTION_SET, selections }) as const;
const nameNode = (value: string): NameNode => ({ kind: Kind.NAME, value });
