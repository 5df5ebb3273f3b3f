import "../kit/no-telemetry.ts";
import { ApolloGateway, type GatewayConfig } from "@apollo/gateway";
import { ApolloServer, type ApolloServerPlugin, type GraphQLRequestContext } from "@apollo/server";
import { type GraphQLSchema, NoSchemaIntrospectionCustomRule } from "graphql";
import { during } from "../kit/request-scope.ts";
import { silentPlugins } from "../kit/silent-plugins.ts";
import { admit } from "./admission.ts";
import { answerOf, refusalOf, refused } from "./answer-contract.ts";
import { refuseMisleadingKeys } from "./answer-keys.ts";
import { RequestRefused } from "./errors.ts";
import { explainOperation } from "./explain-operation.ts";
import { Generation } from "./generation.ts";
import type { AnsweredResult, Front, HubAnswer, HubOptions } from "./hub.ts";
import { incompletePlaces, lostFields } from "./lost-fields.ts";
import { operationLimits } from "./operation-limits.ts";
import type { PlanWeight } from "./plan-weight.ts";
import { quiet } from "./quiet-logger.ts";
import { hubFailed, requestProblem, unknownOperation } from "./request-problems.ts";
import type { HubContext } from "./request-record.ts";

/** Answers through Apollo Server, with the executor of the library that plans. */
export async function openApolloFront(
  config: GatewayConfig,
  options: HubOptions,
  supergraph: () => GraphQLSchema,
): Promise<Front> {
  const { limits, logger, isProduction } = options;
  const gateway = new ApolloGateway(config);
  // The library keeps its plans to itself: what they cost is found out on the same plans, made once more.
  let inForce: Generation | undefined;
  gateway.onSchemaLoadOrUpdate((loaded) => {
    inForce = new Generation(gateway, loaded, options);
  });
  const weigh = (query: string, operationName: string | undefined) => {
    const known = inForce!.read(query);
    if ("problems" in known) throw new RequestRefused(400, known.problems[0]!);
    return inForce!.weightOf(known, operationName);
  };
  const apollo = new ApolloServer<HubContext>({
    gateway,
    introspection: !isProduction,
    hideSchemaDetailsFromClientErrors: isProduction,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: limits.tokens },
    validationRules: [
      operationLimits(limits),
      refuseMisleadingKeys(supergraph),
      ...(isProduction ? [NoSchemaIntrospectionCustomRule] : []),
    ],
    logger: quiet(logger),
    // Words are chosen in the answer contract, which sees the whole request; nothing passes before it.
    formatError: ({ extensions }) => ({ message: "", extensions: { code: extensions?.code } }),
    plugins: [keepsContract(options, weigh), ...silentPlugins()],
  });
  await apollo.start();
  return {
    async answer({ query, variables, operationName }, record) {
      const contextValue = { record };
      const request = { query, variables, ...(operationName === undefined ? {} : { operationName }) };
      const { body, http } = await during("run", () => apollo.executeOperation(request, { contextValue }));
      if (body.kind !== "single") throw new Error("Incremental delivery is not offered.");
      return {
        status: http.status ?? 200,
        headers: Object.fromEntries(http.headers),
        result: body.singleResult as unknown as AnsweredResult,
      };
    },
    explain: (asked, record) => explainOperation(inForce!, asked, record, options),
    close: () => apollo.stop(),
  };
}

/** Makes of whatever the executor and the server say the answer the hub promises; nothing of theirs is passed through. */
function keepsContract(
  options: HubOptions,
  weigh: (query: string, operationName: string | undefined) => PlanWeight,
): ApolloServerPlugin<HubContext> {
  return {
    requestDidStart: async () => ({
      async didResolveOperation({ document, operation, queryHash, request, contextValue: { record } }) {
        if (!operation) throw new RequestRefused(400, unknownOperation(request.operationName));
        record.operationHash = queryHash.slice(0, 16);
        const { variables = {}, query = "", operationName } = request;
        await admit({ document, variables, weigh: () => weigh(query, operationName) }, record, options);
      },
      async willSendResponse(context) {
        const { body, http } = context.response;
        if (body?.kind !== "single") return;
        const { status, headers, result } = rebuild(context, body.singleResult, options);
        body.singleResult = result as never;
        http.status = status;
        for (const [name, value] of Object.entries(headers)) http.headers.set(name, value);
      },
    }),
  };
}

function rebuild(
  context: GraphQLRequestContext<HubContext>,
  { data, extensions }: { data?: Record<string, unknown> | null; extensions?: Record<string, unknown> },
  { limits, logger }: HubOptions,
): HubAnswer {
  const { record } = context.contextValue;
  if (data !== undefined) {
    const losses = lostFields(record.losses, incompletePlaces(extensions), data, record.fetches);
    record.lost = losses;
    return { status: 200, headers: {}, result: answerOf(data, losses, record, limits) };
  }
  const { errors = [] } = context;
  const own = errors.map((error) => error.originalError ?? error).find((one) => one instanceof RequestRefused);
  if (own) return refused(own, record, limits);
  const problems = errors.map((error) => requestProblem(error, limits));
  const tooLarge = problems.filter(({ code }) => code === "TOO_COMPLEX");
  if (problems.includes(hubFailed))
    logger.error(`an operation failed inside the hub (${errors[0]?.originalError?.name ?? errors[0]?.name})`);
  return refusalOf(tooLarge.length > 0 ? tooLarge : problems, record, limits);
}
