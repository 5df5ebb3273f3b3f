import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionSetNode,
  visit,
} from "graphql";

/** How large an operation is with every fragment expanded; each number counts the worst of its operations. */
export interface OperationSize {
  readonly depth: number;
  readonly fields: number;
  readonly aliases: number;
  readonly rootFields: number;
  readonly directives: number;
}

const nothing = { depth: 0, fields: 0, aliases: 0, rootFields: 0 };
type SelectionSize = typeof nothing;

/**
 * Measures a document in time linear in its length: each fragment is measured once, and one that contains itself counts
 * as endless. Introspection is not counted: where it is allowed, a tool asks the same fixed question.
 */
export function measureOperation(document: DocumentNode): OperationSize {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const measured = new Map<string, SelectionSize | "running">();
  const ofFragment = (name: string): SelectionSize => {
    const known = measured.get(name);
    if (known === "running") return { depth: Infinity, fields: Infinity, aliases: Infinity, rootFields: Infinity };
    if (known) return known;
    measured.set(name, "running");
    const fragment = fragments.get(name);
    const size = fragment ? ofSelections(fragment.selectionSet) : nothing;
    measured.set(name, size);
    return size;
  };
  const ofField = (field: FieldNode): SelectionSize => {
    if (field.name.value === "__schema" || field.name.value === "__type")
      return { ...nothing, depth: 1, rootFields: 1 };
    const inner = field.selectionSet ? ofSelections(field.selectionSet) : nothing;
    return {
      depth: inner.depth + 1,
      fields: inner.fields + 1,
      aliases: inner.aliases + (field.alias ? 1 : 0),
      rootFields: 1,
    };
  };
  const ofSelections = ({ selections }: SelectionSetNode): SelectionSize =>
    selections
      .map((selection) => {
        if (selection.kind === Kind.FIELD) return ofField(selection);
        return selection.kind === Kind.FRAGMENT_SPREAD
          ? ofFragment(selection.name.value)
          : ofSelections(selection.selectionSet);
      })
      .reduce(add, nothing);

  const sizes = document.definitions
    .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
    .map(({ selectionSet }) => ofSelections(selectionSet));
  const worst = (name: keyof SelectionSize) => Math.max(0, ...sizes.map((size) => size[name]));
  return {
    depth: worst("depth"),
    fields: worst("fields"),
    aliases: worst("aliases"),
    rootFields: worst("rootFields"),
    directives: countDirectives(document),
  };
}

function add(one: SelectionSize, other: SelectionSize): SelectionSize {
  return {
    depth: Math.max(one.depth, other.depth),
    fields: one.fields + other.fields,
    aliases: one.aliases + other.aliases,
    rootFields: one.rootFields + other.rootFields,
  };
}

function countDirectives(document: DocumentNode): number {
  let count = 0;
  visit(document, {
    Directive() {
      count += 1;
    },
  });
  return count;
}
