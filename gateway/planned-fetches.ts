import type { GatewayConfig } from "@apollo/gateway";
import { type DocumentNode, Kind, parse, type SelectionNode } from "graphql";

export type QueryPlan = Parameters<NonNullable<GatewayConfig["experimental_didResolveQueryPlan"]>>[0]["queryPlan"];
type PlanNode = Exclude<NonNullable<QueryPlan["node"]>, { kind: "Subscription" }>;
type FetchNode = Extract<PlanNode, { kind: "Fetch" }>;
export type RequiredSelection = NonNullable<FetchNode["requires"]>[number];

/** One call the plan makes to a source, with what is needed to tell which fields of the client depend on it. */
export interface PlannedFetch {
  readonly source: string;
  readonly operation: string;
  readonly document: DocumentNode;
  readonly isMutation: boolean;
  /** Where its answer is merged: keys, with `@` for "each item of the list". */
  readonly path: readonly (string | number)[];
  /** `path` without list marks. */
  readonly keysToObject: readonly string[];
  /** What each entity must bring; absent for a call of root fields. */
  readonly requires: readonly RequiredSelection[] | undefined;
  /** Required leaves as keys from the entity. */
  readonly requiredLeaves: readonly (readonly string[])[];
  /** Keys it adds to each object at `path`, as the client knows them. */
  readonly keys: readonly string[];
  /** The client's name for a key the plan had to rename. */
  readonly clientKey: (key: string) => string;
}

const known = new WeakMap<object, readonly PlannedFetch[]>();

/** Every call of a plan, whatever branch it stands in; computed once a plan. */
export function plannedFetches(plan: QueryPlan): readonly PlannedFetch[] {
  const remembered = known.get(plan);
  if (remembered) return remembered;
  const fetches: PlannedFetch[] = [];
  if (plan.node && plan.node.kind !== "Subscription") collect(plan.node, [], fetches);
  known.set(plan, fetches);
  return fetches;
}

function collect(node: PlanNode | undefined, path: (string | number)[], fetches: PlannedFetch[]): void {
  if (!node) return;
  if (node.kind === "Sequence" || node.kind === "Parallel")
    for (const child of node.nodes) collect(child, path, fetches);
  if (node.kind === "Flatten") collect(node.node, [...path, ...node.path], fetches);
  if (node.kind === "Condition") for (const branch of [node.ifClause, node.elseClause]) collect(branch, path, fetches);
  if (node.kind === "Fetch") fetches.push(describe(node, path));
}

function describe(node: FetchNode, path: (string | number)[]): PlannedFetch {
  const document = parse(node.operation, { noLocation: true });
  const renamed = new Map<string, string>();
  for (const rewrite of node.outputRewrites ?? []) {
    if (rewrite.kind === "KeyRenamer") renamed.set(rewrite.path.at(-1)!, rewrite.renameKeyTo);
  }
  const clientKey = (key: string) => renamed.get(key) ?? key;
  const keys = topLevelKeys(document, node.requires !== undefined).map(clientKey);
  return {
    source: node.serviceName,
    operation: node.operation,
    document,
    isMutation: node.operationKind === "mutation",
    path,
    keysToObject: path.filter((key): key is string => typeof key === "string" && key !== "@"),
    requires: node.requires,
    requiredLeaves: (node.requires ?? []).flatMap((selection) => leaves(selection, [])),
    keys: [...new Set(keys)],
    clientKey,
  };
}

function topLevelKeys(document: DocumentNode, isEntityFetch: boolean): string[] {
  const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return [];
  const [entities] = operation.selectionSet.selections;
  const selections =
    isEntityFetch && entities?.kind === Kind.FIELD
      ? (entities.selectionSet?.selections ?? [])
      : operation.selectionSet.selections;
  return selections.flatMap((selection) => responseKeys(selection, document));
}

function responseKeys(selection: SelectionNode, document: DocumentNode): string[] {
  if (selection.kind === Kind.FIELD) {
    return selection.name.value === "__typename" ? [] : [selection.alias?.value ?? selection.name.value];
  }
  return selectionsOf(selection, document).flatMap((inner) => responseKeys(inner, document));
}

/** The selections of an inline fragment or of the fragment a spread names. */
export function selectionsOf(
  selection: Exclude<SelectionNode, { kind: Kind.FIELD }>,
  document: DocumentNode,
): readonly SelectionNode[] {
  if (selection.kind === Kind.INLINE_FRAGMENT) return selection.selectionSet.selections;
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === selection.name.value) {
      return definition.selectionSet.selections;
    }
  }
  return [];
}

function leaves(selection: RequiredSelection, path: readonly string[]): string[][] {
  if (selection.kind === "InlineFragment") return selection.selections.flatMap((inner) => leaves(inner, path));
  const here = [...path, selection.alias ?? selection.name];
  return selection.selections ? selection.selections.flatMap((inner) => leaves(inner, here)) : [here];
}
