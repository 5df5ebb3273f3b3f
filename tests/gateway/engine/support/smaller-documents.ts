import { type ASTNode, type DocumentNode, Kind, type SelectionNode, visit } from "graphql";

/**
 * Documents made from one by taking one thing out of it: a definition, a field, a selection, a directive, a member of
 * a union. Some make no sense; whoever asks drops those.
 */
export function smallerDocuments(document: DocumentNode): (() => DocumentNode)[] {
  return Array.from({ length: countPlaces(document) }, (_, place) => () => withoutPlace(document, place));
}

const LISTS = ["definitions", "selections", "fields", "directives", "types", "variableDefinitions", "values"] as const;

function listsOf(node: ASTNode): [string, readonly ASTNode[]][] {
  const lists = LISTS.map((name): [string, unknown] => [name, (node as unknown as Record<string, unknown>)[name]]);
  return lists.filter((one): one is [string, readonly ASTNode[]] => Array.isArray(one[1]) && one[1].length > 0);
}

function countPlaces(document: DocumentNode): number {
  let count = 0;
  visit(document, {
    enter(node) {
      for (const [, list] of listsOf(node)) count += list.length;
      if (node.kind === Kind.INLINE_FRAGMENT) count += 1;
    },
  });
  return count;
}

function withoutPlace(document: DocumentNode, place: number): DocumentNode {
  let passed = 0;
  let unwrapped: ASTNode | undefined;
  return visit(document, {
    enter(node) {
      let changed = node;
      for (const [name, list] of listsOf(node)) {
        const index = place - passed;
        if (index >= 0 && index < list.length)
          changed = { ...changed, [name]: list.filter((_, other) => other !== index) } as ASTNode;
        passed += list.length;
      }
      if (node.kind === Kind.INLINE_FRAGMENT) {
        if (place === passed) unwrapped = node;
        passed += 1;
      }
      return changed === node ? undefined : changed;
    },
    SelectionSet: {
      leave: (set) => {
        const selections = set.selections.flatMap((one): readonly SelectionNode[] =>
          one === unwrapped && one.kind === Kind.INLINE_FRAGMENT ? one.selectionSet.selections : [one],
        );
        return { ...set, selections };
      },
    },
  });
}
