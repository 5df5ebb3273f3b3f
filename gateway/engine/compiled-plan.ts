import { type FragmentDefinitionNode, Kind, type OperationDefinitionNode, parse, type SelectionNode } from "graphql";
import { type AskedKey, askedTypes, askKeys } from "./asked-keys.ts";
import { isTrue, keeper } from "./conditions.ts";
import { EngineFault } from "./engine-fault.ts";
import type { FetchNode, PlanNode, Rewrite } from "./query-plan.ts";
import { requiredSelections } from "./required-selections.ts";
import type { SchemaTypes } from "./schema-types.ts";
import { keysOf, selects } from "./selected-places.ts";
import { SelectionShape, type ShapedField } from "./selection-shape.ts";
import type { SourceTerms } from "./source-terms.ts";

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
  /** Whether its source can tell by these required fields which entity is meant. */
  readonly isKeyed: (sentTypename: string, fields: readonly ShapedField[]) => boolean;
  /** What each entity is asked besides, to see that it is the one that was named. */
  readonly identity: readonly AskedKey[];
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

interface Compilation {
  readonly types: SchemaTypes;
  readonly terms: SourceTerms;
  /** Values of the variables that decide what is asked. */
  readonly values: ReadonlyMap<string, boolean>;
  /** The calls compiled so far, in the order of the plan. */
  readonly fetches: CompiledFetch[];
}

/** Compiles a plan for one choice of what is asked; undefined when nothing is left to do. */
export function compilePlan(
  node: PlanNode | undefined,
  compilation: Compilation,
  path: readonly string[] = [],
): Step | undefined {
  switch (node?.kind) {
    case undefined:
      return undefined;
    case "Sequence":
    case "Parallel": {
      const steps = node.nodes.map((one) => compilePlan(one, compilation, path)).filter((step) => step !== undefined);
      return { kind: node.kind === "Sequence" ? "sequence" : "parallel", steps };
    }
    case "Flatten":
      return compilePlan(node.node, compilation, [...path, ...node.path.map(readStep)]);
    case "Condition": {
      const branch = isTrue(node.condition, compilation.values) ? node.ifClause : node.elseClause;
      return compilePlan(branch, compilation, path);
    }
    case "Fetch": {
      const fetch = compileFetch(node, compilation, path);
      compilation.fetches.push(fetch);
      // Nothing it would answer is believed.
      return fetch.keys.length > 0 ? { kind: "fetch", fetch } : undefined;
    }
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
  { types, terms, values, fetches }: Compilation,
  path: readonly string[],
): CompiledFetch {
  if (node.contextRewrites?.length) throw new EngineFault("This engine does not know @context.");
  const { operation, fragments } = readOperation(node.operation);
  const scope = { types, fragments, isKept: keeper(values) };
  // A field only a skipped sibling requires was not asked of anybody: the others do without it.
  const isSupplied = (names: readonly string[]) =>
    names.at(-1) === "__typename" || fetches.some((fetch) => selects(fetch, names));
  const requires =
    node.requires && new SelectionShape(scope, requiredSelections(node.requires, keysOf(path), isSupplied), undefined);
  const { selections } = operation.selectionSet;
  const root = types.rootName(operation.operation === "mutation" ? "mutation" : "query");
  const source = node.serviceName;
  const untold = { ...scope, isUnfounded: (type: string, field: string) => terms.isUnfounded(source, type, field, []) };
  const toldOf = (type: string) => (types.isObject(type) ? requires!.fieldsOf(type) : requires!.everyField);
  const told = {
    ...scope,
    isUnfounded: (type: string, field: string) => terms.isUnfounded(source, type, field, toldOf(type)),
  };
  const asked = requires ? entitySelections(selections) : selections;
  const shape = requires ? new SelectionShape(told, asked, undefined, untold) : new SelectionShape(untold, asked, root);
  const named = requires ? askedTypes(asked, fragments) : [];
  const sent = askKeys(node.operation, named, (type) => terms.keyToldBy(source, type, toldOf(type)));
  const renamed = new Map<string, string>();
  for (const rewrite of node.outputRewrites ?? [])
    if (rewrite.kind === "KeyRenamer") renamed.set(rewrite.path.at(-1)!, rewrite.renameKeyTo);
  const rename = (key: string) => renamed.get(key) ?? key;
  const added = shape.everyField.map(({ key }) => rename(key));
  return {
    source,
    operation: sent.operation,
    operationName: node.operationName,
    operationText: JSON.stringify(sent.operation),
    isMutation: node.operationKind === "mutation",
    variables: node.variableUsages ?? [],
    path,
    requires,
    isKeyed: remembering((sentTypename, fields) => terms.isKeyed(source, sentTypename, fields)),
    identity: sent.keys,
    shape,
    keys: [...new Set(added)],
    rename,
    inputRewrites: node.inputRewrites ?? [],
    outputRewrites: node.outputRewrites ?? [],
  };
}

/** The fields of a type are one list for as long as the fetch lives: each is looked at once. */
function remembering(isKeyed: CompiledFetch["isKeyed"]): CompiledFetch["isKeyed"] {
  const known = new Map<readonly ShapedField[], boolean>();
  return (sentTypename, fields) => {
    const found = known.get(fields) ?? isKeyed(sentTypename, fields);
    known.set(fields, found);
    return found;
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
