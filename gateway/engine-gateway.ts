import { operationFromDocument, type Schema } from "@apollo/federation-internals";
import { ApolloGateway, type GatewayConfig } from "@apollo/gateway";
import {
  buildASTSchema,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  parse,
  visit,
} from "graphql";
import { EngineFault } from "./engine/engine-fault.ts";
import { createExecutor, type Executor } from "./engine/executor.ts";
import type { QueryPlan } from "./engine/query-plan.ts";
import { lossesOfEngine } from "./engine-losses.ts";
import type { HubContext } from "./request-record.ts";
import type { SubgraphLinks } from "./subgraph-link.ts";

type Planner = NonNullable<ReturnType<ApolloGateway["__testing"]>["queryPlanner"]>;
type Run = ApolloGateway["executor"];
type Asked = Parameters<Run>[0];

/** What belongs to one supergraph; a request stays with the one it was checked against. */
interface Generation {
  readonly engine: Executor;
  readonly planner: Planner;
  readonly planned: Schema;
  readonly plans: Map<string, QueryPlan>;
}

/** Enough for every stored operation; the least recently used plan gives way. */
const MOST_PLANS = 2_000;

/**
 * A gateway that loads and replaces supergraphs and plans operations as its maker's does, and runs the plans with our
 * own engine. Questions about the schema, and queries the engine was not made for, take the maker's way.
 */
export function createEngineGateway(config: GatewayConfig, links: SubgraphLinks): ApolloGateway {
  const gateway = new ApolloGateway(config);
  const generations = new WeakMap<GraphQLSchema, Generation>();
  const stock = gateway.executor;
  gateway.onSchemaLoadOrUpdate(({ apiSchema, coreSupergraphSdl }) => {
    const supergraph = parse(coreSupergraphSdl, { noLocation: true });
    const supergraphSchema = buildASTSchema(supergraph, { assumeValid: true, assumeValidSDL: true });
    // Private, but the only place where the planner's own form of the schema is to be had; the version is pinned.
    const { apiSchema: planned } = gateway as unknown as { apiSchema: Schema };
    const planner = gateway.__testing().queryPlanner!;
    generations.set(apiSchema, {
      engine: createExecutor({ supergraphSchema, apiSchema }),
      planner,
      planned,
      plans: new Map(),
    });
  });
  gateway.executor = async (asked) => {
    const generation = generations.get(asked.schema);
    if (!generation) return stock(asked);
    try {
      return await run(asked, generation, links);
    } catch (error) {
      if (!(error instanceof EngineFault) || asked.operation?.operation !== "query") throw error;
      return isSafeForStock(asked, generation) ? stock(asked) : { errors: [apart] };
    }
  };
  return gateway;
}

const apart = new GraphQLError("Ask about the schema in an operation of its own, without fields of the sources.", {
  extensions: { code: "BAD_USER_INPUT" },
});

/** The maker's way plans under the client's own aliases: it is taken where there are none, or no source is asked. */
function isSafeForStock({ document, queryHash, request }: Asked, generation: Generation): boolean {
  let hasAlias = false;
  visit(document, {
    Field({ alias, name }) {
      hasAlias ||= alias !== undefined && alias.value !== name.value;
    },
  });
  return !hasAlias || planOf(queryHash, document, request.operationName, generation).node === undefined;
}

async function run(asked: Asked, generation: Generation, links: SubgraphLinks): ReturnType<Run> {
  const { request, document, schema } = asked;
  const { operationName } = request;
  const operation = getOperationAST(document, operationName);
  const given = request.variables ?? {};
  const { errors } = getVariableValues(schema, operation?.variableDefinitions ?? [], given);
  if (errors) return { errors };
  const { record } = asked.context as unknown as HubContext;
  const { data, losses } = await generation.engine.execute({
    queryPlan: planOf(asked.queryHash, document, operationName, generation),
    document,
    operationName,
    variables: given,
    transport: links.transportOf(record),
    // A change that has begun is carried through.
    signal: operation?.operation === "query" ? record.clientGone : undefined,
  });
  record.lost = lossesOfEngine(losses, record);
  return { data };
}

function planOf(hash: string, document: DocumentNode, name: string | undefined, generation: Generation): QueryPlan {
  const { plans, engine, planner, planned } = generation;
  const key = `${hash}:${name ?? ""}`;
  let plan = plans.get(key);
  if (plan) plans.delete(key);
  else {
    const options = name === undefined ? {} : { operationName: name };
    plan = planner.buildQueryPlan(
      operationFromDocument(planned, engine.documentToPlan(document), options),
    ) as QueryPlan;
    const [oldest] = plans.keys();
    if (plans.size >= MOST_PLANS && oldest !== undefined) plans.delete(oldest);
  }
  plans.set(key, plan);
  return plan;
}
