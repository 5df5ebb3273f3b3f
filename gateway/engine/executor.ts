import { type DocumentNode, type GraphQLSchema, Kind, type OperationDefinitionNode } from "graphql";
import { shapeAnswer } from "./answer.ts";
import { type CompiledFetch, compilePlan, type Step } from "./compiled-plan.ts";
import { decide, deciders, keeper } from "./conditions.ts";
import { EngineFault } from "./engine-fault.ts";
import { type Loss, Marks } from "./losses.ts";
import type { Fields } from "./own-keys.ts";
import { plannedDocument, plannedKeys } from "./planned-document.ts";
import type { QueryPlan } from "./query-plan.ts";
import { runStep } from "./run-plan.ts";
import { SchemaTypes } from "./schema-types.ts";
import { type SelectionScope, SelectionShape } from "./selection-shape.ts";
import { SourceTerms } from "./source-terms.ts";
import type { Transport } from "./transport.ts";

export interface Execution<Failure> {
  /** The plan of `documentToPlan(document)` over the executor's schemas; what is worked out from it lives as long. */
  readonly queryPlan: QueryPlan;
  /** The client's document. */
  readonly document: DocumentNode;
  readonly operationName?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly transport: Transport<Failure>;
  /** No source is asked any more once it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

export interface Executed<Failure> {
  readonly data: Record<string, unknown> | null;
  /** One entry a field or list item that is null because something was lost, in the order of the answer. */
  readonly losses: readonly Loss<Failure>[];
}

export interface Executor {
  /**
   * The document to have planned in place of the client's: see `planned-document.ts` for what this prevents. The very
   * same when nothing in it could mislead a source.
   */
  documentToPlan(document: DocumentNode): DocumentNode;
  /** Runs a plan. Throws `EngineFault`, before anything is sent, for a plan or operation it was not made for. */
  execute<Failure>(execution: Execution<Failure>): Promise<Executed<Failure>>;
}

/** A plan made ready for one choice of what `@skip` and `@include` leave. */
interface Ready {
  readonly step: Step | undefined;
  readonly fetches: readonly CompiledFetch[];
  readonly shape: SelectionShape;
}

interface Planned {
  readonly operation: OperationDefinitionNode;
  readonly fragments: SelectionScope["fragments"];
  readonly deciders: readonly string[];
  readonly byChoice: Map<string, Ready>;
}

/** Ten conditions make a thousand choices: only so many are kept ready at once. */
const MOST_CHOICES = 16;

/** Makes an executor for one supergraph, given as the schema it was composed into and the part of it clients see. */
export function createExecutor(schemas: { supergraphSchema: GraphQLSchema; apiSchema: GraphQLSchema }): Executor {
  const types = new SchemaTypes(schemas.supergraphSchema);
  const apiTypes = new SchemaTypes(schemas.apiSchema);
  const terms = new SourceTerms(schemas.supergraphSchema);
  const plannedKey = plannedKeys(schemas.supergraphSchema, terms.requiredWithArguments());
  const known = new WeakMap<QueryPlan, Planned>();
  return {
    documentToPlan: (document) => plannedDocument(document, plannedKey),
    async execute({ queryPlan, document, operationName, variables = {}, transport, signal }) {
      let planned = known.get(queryPlan);
      if (!planned) {
        const operation = operationOf(document, operationName);
        planned = { operation, fragments: fragmentsOf(document), deciders: deciders(document), byChoice: new Map() };
        known.set(queryPlan, planned);
      }
      const scope = { types: apiTypes, fragments: planned.fragments, plannedKey };
      const { step, fetches, shape } = ready(planned, queryPlan, variables, { types, terms }, scope);
      const tree: Fields = Object.create(null);
      const run = { tree, types, marks: new Marks(), fetches, variables, transport, signal };
      if (step) await runStep(step, run);
      return shapeAnswer(run, shape, apiTypes) as unknown as Executed<never>;
    },
  };
}

function ready(
  { operation, deciders, byChoice }: Planned,
  { node }: QueryPlan,
  variables: Readonly<Record<string, unknown>>,
  supergraph: { readonly types: SchemaTypes; readonly terms: SourceTerms },
  api: Omit<SelectionScope, "isKept">,
): Ready {
  const values = decide(deciders, operation, variables);
  const choice = [...values.values()].map(Number).join("");
  const known = byChoice.get(choice);
  if (known) return known;
  if (node?.kind === "Subscription") throw new EngineFault("This engine runs no subscriptions.");
  const fetches: CompiledFetch[] = [];
  const step = compilePlan(node, { ...supergraph, values, fetches });
  const root = api.types.rootName(operation.operation === "mutation" ? "mutation" : "query");
  const shape = new SelectionShape({ ...api, isKept: keeper(values) }, operation.selectionSet.selections, root);
  if (!root || shape.fieldsOf(root).some((field) => field.name === "__schema" || field.name === "__type"))
    throw new EngineFault("This engine does not answer questions about the schema.");
  const made = { step, fetches, shape };
  if (byChoice.size >= MOST_CHOICES) byChoice.clear();
  byChoice.set(choice, made);
  return made;
}

function fragmentsOf(document: DocumentNode): SelectionScope["fragments"] {
  const fragments = document.definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((one) => [one.name.value, one]));
}

function operationOf(document: DocumentNode, name: string | undefined): OperationDefinitionNode {
  const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  const operation = name ? operations.find((one) => one.name?.value === name) : operations[0];
  if (!operation || (!name && operations.length > 1))
    throw new EngineFault("The document does not hold this operation.");
  return operation;
}
