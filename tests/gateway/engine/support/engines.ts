import "../../../../kit/no-telemetry.ts";
import { composeServices } from "@apollo/composition";
import { operationFromDocument, Supergraph } from "@apollo/federation-internals";
import { ApolloGateway } from "@apollo/gateway";
import { buildASTSchema, type DocumentNode, type GraphQLSchema, parse, print } from "graphql";
import { createExecutor, type Executed } from "../../../../gateway/engine/executor.ts";
import type { QueryPlan } from "../../../../gateway/engine/query-plan.ts";
import type { Ask } from "./sources.ts";

export interface Asked {
  readonly query: string;
  readonly variables?: Record<string, unknown> | undefined;
}

export interface StockAnswer {
  readonly data: Record<string, unknown> | null | undefined;
  readonly errors: readonly unknown[];
  /** Paths of what the executor found without a value that must exist. */
  readonly incomplete: readonly unknown[];
}

/** One supergraph with the stock executor and ours over the same plans. */
export interface Engines {
  readonly schema: GraphQLSchema;
  /** Throws where the planner refuses. */
  plan(asked: Asked): { queryPlan: QueryPlan; document: DocumentNode };
  /** The question as it is planned for our executor: under keys no source takes for its own. */
  planned(asked: Asked): Asked;
  stock(asked: Asked, ask: Ask): Promise<StockAnswer>;
  ours(asked: Asked, ask: Ask, signal?: AbortSignal): Promise<Executed<string>>;
}

export function compose(schemas: Record<string, string>): string {
  const services = Object.entries(schemas).map(([name, sdl]) => ({
    name,
    typeDefs: parse(sdl),
    url: `http://${name}`,
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (!supergraphSdl) throw new Error(errors?.map(({ message }) => message).join("\n"));
  return supergraphSdl;
}

/** Bounds what the planner weighs: of an interface object's many equal ways it would try each for seconds. */
const queryPlannerConfig = { debug: { maxEvaluatedPlans: 64, pathsLimit: 64 } };

export async function openEngines(schemas: Record<string, string>): Promise<Engines> {
  const supergraphSdl = compose(schemas);
  const quiet = { debug() {}, info() {}, warn() {}, error() {} };
  const gateway = new ApolloGateway({
    supergraphSdl,
    logger: quiet,
    ...(process.env.NOLIM ? {} : { queryPlannerConfig }),
    buildService: ({ name }) => ({
      async process({ request, context }) {
        const { ask } = context as { ask: Ask };
        const variables = (request.variables ?? {}) as Record<string, unknown>;
        return (await ask({ source: name!, operation: request.query!, variables })) as never;
      },
    }),
  });
  const { schema, executor } = await gateway.load();
  const planner = gateway.__testing().queryPlanner!;
  const planned = Supergraph.build(supergraphSdl).apiSchema();
  const supergraphSchema = buildASTSchema(parse(supergraphSdl), { assumeValid: true, assumeValidSDL: true });
  const engine = createExecutor({ supergraphSchema, apiSchema: schema });
  const plans = new Map<string, { queryPlan: QueryPlan; document: DocumentNode }>();
  const plan = ({ query }: Asked) => {
    let known = plans.get(query);
    if (!known) {
      const document = parse(query);
      const queryPlan = planner.buildQueryPlan(operationFromDocument(planned, engine.documentToPlan(document)));
      known = { queryPlan: queryPlan as QueryPlan, document };
      plans.set(query, known);
    }
    return known;
  };
  return {
    schema,
    plan,
    planned: (asked) => ({ ...asked, query: print(engine.documentToPlan(plan(asked).document)) }),
    async stock({ query, variables }, ask) {
      const request = { query, variables: variables ?? {} };
      const parts = { document: parse(query), queryHash: query, context: { ask }, metrics: {}, logger: quiet, schema };
      const { data, errors = [], extensions } = await executor({ request, ...parts } as never);
      const incomplete = (extensions?.valueCompletion as { path: unknown }[] | undefined) ?? [];
      return { data, errors, incomplete: incomplete.map(({ path }) => path) };
    },
    async ours(asked, ask, signal) {
      return engine.execute<string>({
        ...plan(asked),
        variables: asked.variables,
        signal,
        async transport({ source, operation, variables, body }) {
          // What is sent as text says the same as what is handed over.
          const sent = JSON.parse(body()) as { query: string; variables: Record<string, unknown> };
          if (JSON.stringify(sent.variables) !== JSON.stringify(variables) || sent.query !== operation)
            throw new Error("The text of a call differs from the call.");
          try {
            const { data, errors = [] } = await ask({ source, operation, variables: sent.variables, signal });
            return data === undefined && errors.length === 0 ? { failure: "nothing" } : { data: data ?? null, errors };
          } catch {
            return { failure: "down" };
          }
        },
      });
    },
  };
}
