import { operationFromDocument, Supergraph } from "@apollo/federation-internals";
import { ApolloGateway } from "@apollo/gateway";
import { buildASTSchema, type DocumentNode, execute, getOperationAST, parse, validate } from "graphql";
import { LRUCache } from "lru-cache";
import { EngineFault } from "../../gateway/engine/engine-fault.ts";
import { createExecutor } from "../../gateway/engine/executor.ts";
import type { QueryPlan } from "../../gateway/engine/query-plan.ts";
import type { Transport } from "../../gateway/engine/transport.ts";

export interface Question {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}

/** The engine over one supergraph, with a planner and nothing else: nobody is asked who she is, nothing is limited. */
export interface BareExecutor {
  /** URL of each source, as the supergraph tells it. */
  readonly urls: ReadonlyMap<string, string>;
  /** The GraphQL answer to a question, for JSON. */
  answer(question: Question, transport: Transport<string>): Promise<object>;
}

interface Known {
  readonly document: DocumentNode;
  readonly refusals: readonly { message: string }[];
  /** By the name of the operation. */
  readonly plans: Map<string, QueryPlan>;
}

/** Throws when the text is no supergraph the planner can use. */
export async function openBareExecutor(sdl: string): Promise<BareExecutor> {
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const gateway = new ApolloGateway({ supergraphSdl: sdl, logger: silent });
  const { schema } = await gateway.load();
  const planner = gateway.__testing().queryPlanner!;
  const supergraph = Supergraph.build(sdl);
  const planned = supergraph.apiSchema();
  const supergraphSchema = buildASTSchema(parse(sdl), { assumeValid: true, assumeValidSDL: true });
  const engine = createExecutor({ supergraphSchema, apiSchema: schema });
  const operations = new LRUCache<string, Known>({ max: 1_000 });

  const read = (query: string): Known => {
    let known = operations.get(query);
    if (!known) {
      const document = parse(query);
      known = { document, refusals: validate(schema, document), plans: new Map() };
      operations.set(query, known);
    }
    return known;
  };
  const planOf = ({ document, plans }: Known, name: string | undefined): QueryPlan => {
    let plan = plans.get(name ?? "");
    if (!plan) {
      const options = name === undefined ? {} : { operationName: name };
      const operation = operationFromDocument(planned, engine.documentToPlan(document), options);
      plan = planner.buildQueryPlan(operation) as QueryPlan;
      plans.set(name ?? "", plan);
    }
    return plan;
  };
  return {
    urls: new Map(supergraph.subgraphsMetadata().map(({ name, url }) => [name, url])),
    async answer({ query, variables, operationName }, transport) {
      const known = read(query);
      const { document, refusals } = known;
      if (refusals.length > 0) return { errors: refusals };
      try {
        const queryPlan = planOf(known, operationName);
        const { data, losses } = await engine.execute({ queryPlan, document, operationName, variables, transport });
        if (losses.length === 0) return { data };
        const errors = losses.map(({ path, source, cause }) => ({ message: cause.kind, path, extensions: { source } }));
        return { errors, data };
      } catch (error) {
        const isQuery = getOperationAST(document, operationName)?.operation === "query";
        if (!(error instanceof EngineFault) || !isQuery) throw error;
        // A question about the schema.
        return execute({ schema, document, variableValues: variables, operationName });
      }
    },
  };
}
