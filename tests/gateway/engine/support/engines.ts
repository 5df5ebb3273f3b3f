import "../../../../kit/no-telemetry.ts";
import { composeServices } from "@apollo/composition";
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
  plan(asked: Asked): Promise<{ queryPlan: QueryPlan; document: DocumentNode }>;
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

export async function openEngines(schemas: Record<string, string>): Promise<Engines> {
  const supergraphSdl = compose(schemas);
  const plans = new Map<string, QueryPlan>();
  const quiet = { debug() {}, info() {}, warn() {}, error() {} };
  const gateway = new ApolloGateway({
    supergraphSdl,
    logger: quiet,
    buildService: ({ name }) => ({
      async process({ request, context }) {
        const { ask } = context as { ask: Ask };
        const variables = (request.variables ?? {}) as Record<string, unknown>;
        return (await ask({ source: name!, operation: request.query!, variables })) as never;
      },
    }),
    experimental_didResolveQueryPlan: ({ queryPlan, requestContext }) => {
      plans.set(requestContext.queryHash!, queryPlan as QueryPlan);
    },
  });
  const { schema, executor } = await gateway.load();
  const supergraphSchema = buildASTSchema(parse(supergraphSdl), { assumeValid: true, assumeValidSDL: true });
  const engine = createExecutor({ supergraphSchema, apiSchema: schema });
  const documents = new Map<string, DocumentNode>();
  const read = (query: string): DocumentNode => {
    const document = documents.get(query) ?? parse(query);
    documents.set(query, document);
    return document;
  };
  const stock = async ({ query, variables }: Asked, ask: Ask): Promise<StockAnswer> => {
    const request = { query, variables: variables ?? {} };
    const context = {
      request,
      document: read(query),
      queryHash: query,
      context: { ask },
      metrics: {},
      logger: quiet,
      schema,
    };
    const { data, errors = [], extensions } = await executor(context as never);
    const incomplete = (extensions?.valueCompletion as { path: unknown }[] | undefined) ?? [];
    return { data, errors, incomplete: incomplete.map(({ path }) => path) };
  };
  const plan = async ({ query, variables }: Asked) => {
    const toPlan = { query: print(engine.documentToPlan(read(query))), variables };
    if (!plans.has(toPlan.query)) await stock(toPlan, async () => ({ data: null }));
    return { queryPlan: plans.get(toPlan.query)!, document: read(query) };
  };
  return {
    schema,
    stock,
    plan,
    async ours(asked, ask, signal) {
      return engine.execute<string>({
        ...(await plan(asked)),
        variables: asked.variables,
        signal,
        async transport({ source, operation, variables, body }) {
          // What is sent as text says the same as what is handed over.
          const sent = JSON.parse(body()) as { query: string; variables: Record<string, unknown> };
          if (JSON.stringify(sent.variables) !== JSON.stringify(variables) || sent.query !== operation)
            throw new Error("The text of a call differs from the call.");
          try {
            const { data, errors = [] } = await ask({ source, operation, variables: sent.variables });
            return data === undefined && errors.length === 0 ? { failure: "nothing" } : { data: data ?? null, errors };
          } catch {
            return { failure: "down" };
          }
        },
      });
    },
  };
}
