import { type FieldNode, type GraphQLResolveInfo, Kind, type SelectionSetNode } from "graphql";

/** Whether the operation asks for `name` directly below the field being resolved, also through fragments. */
export function isSelected(name: string, info: Pick<GraphQLResolveInfo, "fieldNodes" | "fragments">): boolean {
  const contains = (set: SelectionSetNode | undefined): boolean =>
    (set?.selections ?? []).some((selection) => {
      if (selection.kind === Kind.FIELD) return selection.name.value === name;
      if (selection.kind === Kind.INLINE_FRAGMENT) return contains(selection.selectionSet);
      return contains(info.fragments[selection.name.value]?.selectionSet);
    });
  return info.fieldNodes.some((node: FieldNode) => contains(node.selectionSet));
}
