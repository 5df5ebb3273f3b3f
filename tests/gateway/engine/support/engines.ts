import "../../../../kit/no-telemetry.ts";
import { composeServices } from "@apollo/composition";
import { operationFromDocument, type Schema, Supergraph } from "@apollo/federation-internals";
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
  /** An answer to a question so planned, under the client's own keys. */
  unplanned(data: unknown): unknown;
  stock(asked: Asked, ask: Ask): Promise<StockAnswer>;
  ours(asked: Asked, ask: Ask, signal?: AbortSignal): Promise<Executed<string>>;
}

const composed = new Map<string, { readonly supergraphSdl: string; readonly planned: Schema }>();

/** The subgraphs as one; throws where they do not compose. */
function compose(schemas: Record<string, string>) {
  const key = JSON.stringify(schemas);
  const known = composed.get(key);
  if (known) return known;
  const services = Object.entries(schemas).map(([name, sdl]) => ({
    name,
    typeDefs: parse(sdl),
    url: `http://${name}`,
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (!supergraphSdl) throw new Error(errors?.map(({ message }) => message).join("\n"));
  const made = { supergraphSdl, planned: Supergraph.build(supergraphSdl).apiSchema() };
  if (composed.size >= MOST_KEPT) composed.clear();
  composed.set(key, made);
  return made;
}

/** What clients see of the subgraphs as one; throws where they do not compose. */
export const clientSchema = (schemas: Record<string, string>): GraphQLSchema =>
  compose(schemas).planned.toGraphQLJSSchema();

const MOST_KEPT = 40;

/** Bounds what the planner weighs: of an interface object's many equal ways it would try each for seconds. */
const queryPlannerConfig = { debug: { maxEvaluatedPlans: 64, pathsLimit: 64 } };

export async function openEngines(schemas: Record<string, string>): Promise<Engines> {
  const { supergraphSdl, planned } = compose(schemas);
  const quiet = { debug() {}, info() {}, warn() {}, error() {} };
  const gateway = new ApolloGateway({
    supergraphSdl,
    logger: quiet,
    queryPlannerConfig,
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
    unplanned: withoutPrefix,
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

/** No field of these supergraphs begins like the names our executor plans under. */
function withoutPrefix(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPrefix);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.replace(/^as_/, ""), withoutPrefix(inner)]),
  );
}
