import { type FragmentDefinitionNode, Kind, type OperationDefinitionNode, parse, type SelectionNode } from "graphql";
import { isTrue, keeper } from "./conditions.ts";
import { EngineFault } from "./engine-fault.ts";
import type { FetchNode, PlanNode, Rewrite } from "./query-plan.ts";
import { requiredSelections } from "./required-selections.ts";
import type { SchemaTypes } from "./schema-types.ts";
import { SelectionShape } from "./selection-shape.ts";

/** One call of a plan, with everything that does not change from request to request. */
export interface CompiledFetch {
  readonly source: string;
  readonly operation: string;
  readonly operationName: string | undefined;
  /** `operation` as JSON text. */
  readonly operationText: string;
  readonly isMutation: boolean;
  readonly variables: readonly string[];
  /** Where its answer goes: keys, with `@` for "each item of the list". */
  readonly path: readonly string[];
  /** What each entity must bring; undefined for a call of root fields. */
  readonly requires: SelectionShape | undefined;
  /** What is asked of each entity, or of the root. */
  readonly shape: SelectionShape;
  /** Keys it adds to each object, as the assembled data has them. */
  readonly keys: readonly string[];
  /** The key of the assembled data for a key of the source's answer. */
  readonly rename: (key: string) => string;
  readonly inputRewrites: readonly Rewrite[];
  readonly outputRewrites: readonly Rewrite[];
}

export type Step =
  | { readonly kind: "sequence" | "parallel"; readonly steps: readonly Step[] }
  | { readonly kind: "fetch"; readonly fetch: CompiledFetch };

/** Compiles a plan for given values of the variables that decide what is asked; undefined when nothing is left to do. */
export function compilePlan(
  node: PlanNode | undefined,
  types: SchemaTypes,
  values: ReadonlyMap<string, boolean>,
  path: readonly string[] = [],
): Step | undefined {
  switch (node?.kind) {
    case undefined:
      return undefined;
    case "Sequence":
    case "Parallel": {
      const steps = node.nodes.map((one) => compilePlan(one, types, values, path)).filter((step) => step !== undefined);
      return { kind: node.kind === "Sequence" ? "sequence" : "parallel", steps };
    }
    case "Flatten":
      return compilePlan(node.node, types, values, [...path, ...node.path.map(readStep)]);
    case "Condition":
      return compilePlan(isTrue(node.condition, values) ? node.ifClause : node.elseClause, types, values, path);
    case "Fetch":
      return { kind: "fetch", fetch: compileFetch(node, types, values, path) };
    default:
      throw new EngineFault("The plan holds a step this engine does not know.");
  }
}

function readStep(step: string | number): string {
  if (typeof step === "string" && (step === "@" || /^\w+$/.test(step))) return step;
  throw new EngineFault("The plan holds a path this engine does not know.");
}

function compileFetch(
  node: FetchNode,
  types: SchemaTypes,
  values: ReadonlyMap<string, boolean>,
  path: readonly string[],
): CompiledFetch {
  if (node.contextRewrites?.length) throw new EngineFault("This engine does not know @context.");
  const { operation, fragments } = readOperation(node.operation);
  const scope = { types, fragments, isKept: keeper(values) };
  const requires = node.requires && new SelectionShape(scope, requiredSelections(node.requires), undefined);
  const { selections } = operation.selectionSet;
  const root = types.rootName(operation.operation === "mutation" ? "mutation" : "query");
  const shape = requires
    ? new SelectionShape(scope, entitySelections(selections), undefined)
    : new SelectionShape(scope, selections, root);
  const renamed = new Map<string, string>();
  for (const rewrite of node.outputRewrites ?? [])
    if (rewrite.kind === "KeyRenamer") renamed.set(rewrite.path.at(-1)!, rewrite.renameKeyTo);
  const rename = (key: string) => renamed.get(key) ?? key;
  const added = shape.everyField.filter(({ name }) => name !== "__typename").map(({ key }) => rename(key));
  return {
    source: node.serviceName,
    operation: node.operation,
    operationName: node.operationName,
    operationText: JSON.stringify(node.operation),
    isMutation: node.operationKind === "mutation",
    variables: node.variableUsages ?? [],
    path,
    requires,
    shape,
    keys: [...new Set(added)],
    rename,
    inputRewrites: node.inputRewrites ?? [],
    outputRewrites: node.outputRewrites ?? [],
  };
}

function readOperation(text: string) {
  const fragments = new Map<string, FragmentDefinitionNode>();
  let operation: OperationDefinitionNode | undefined;
  for (const definition of parse(text, { noLocation: true }).definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    if (definition.kind === Kind.OPERATION_DEFINITION) operation = definition;
  }
  if (!operation) throw new EngineFault("The plan holds a call without an operation.");
  return { operation, fragments };
}

function entitySelections(selections: readonly SelectionNode[]): readonly SelectionNode[] {
  const [entities] = selections;
  if (entities?.kind !== Kind.FIELD || entities.name.value !== "_entities" || !entities.selectionSet)
    throw new EngineFault("The plan holds a call of entities that does not ask for entities.");
  return entities.selectionSet.selections;
}
