import "../kit/no-telemetry.ts";
import { ApolloGateway, type GatewayConfig, type SupergraphManager } from "@apollo/gateway";
import { ApolloServer } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from "@apollo/server/plugin/disabled";
import {
  buildASTSchema,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  parse,
  type ValidationRule,
} from "graphql";
import type { Logger } from "../kit/logger.ts";
import type { Peers } from "../kit/peer-keys.ts";
import type { PeerLink } from "../kit/peer-link.ts";
import type { SigningKey } from "../kit/signing-key.ts";
import { refuseMisleadingAliases } from "./alias-names.ts";
import { answerContract } from "./answer-contract.ts";
import { createEngineGateway } from "./engine-gateway.ts";
import type { Limits } from "./limits.ts";
import { operationLimits } from "./operation-limits.ts";
import { plannedFetches } from "./planned-fetches.ts";
import { protectedSources } from "./protected-sources.ts";
import type { HubContext } from "./request-record.ts";
import type { Doors } from "./source-call.ts";
import { SubgraphLinks } from "./subgraph-link.ts";

export interface HubServerOptions {
  readonly peers: Peers;
  readonly signingKey: SigningKey;
  /** Sources that run in this process; all others are called over HTTP. */
  readonly doors: Doors;
  readonly registry: PeerLink;
  readonly limits: Limits;
  readonly logger: Logger;
  readonly isProduction: boolean;
  /** What runs the plans: our own engine, or the one of the library that makes them. */
  readonly engine: Engine;
}

export type Engine = "passerelle" | "stock";

/** The server of one hub: it plans and runs operations over the supergraph in force, which may be replaced while it runs. */
export interface HubServer {
  readonly apollo: ApolloServer<HubContext>;
  /** Replaces the supergraph; throws, keeping the old one, when it cannot be used. Running operations finish. */
  replaceSupergraph(sdl: string): Promise<void>;
  /** How each source asked so far fares. */
  health(): ReturnType<SubgraphLinks["health"]>;
  close(): Promise<void>;
}

export async function openHubServer(sdl: string, options: HubServerOptions): Promise<HubServer> {
  await rehearse(sdl);
  let inForce = readSupergraph(sdl);
  const links = new SubgraphLinks({
    ...options,
    key: options.signingKey,
    supergraph: () => inForce.schema,
    isProtected: (source) => inForce.protectedSources.has(source),
  });
  let update: ((sdl: string) => void) | undefined;
  const supergraphSdl: SupergraphManager = {
    initialize: async (hooks) => {
      update = hooks.update;
      return { supergraphSdl: sdl };
    },
  };
  const config: GatewayConfig = {
    supergraphSdl,
    buildService: ({ name }) => links.linkTo(name),
    validateSupergraph: true,
    logger: quiet(options.logger),
    __exposeQueryPlanExperimental: false,
    experimental_didResolveQueryPlan: ({ queryPlan, requestContext }) => {
      (requestContext.context as unknown as HubContext).record.fetches = plannedFetches(queryPlan);
    },
  };
  const isOwnEngine = options.engine === "passerelle";
  const gateway = isOwnEngine ? createEngineGateway(config, links) : new ApolloGateway(config);
  // Our own engine gives every alias a name no source can take for a field's.
  const aliasRules = isOwnEngine ? [] : [refuseMisleadingAliases(() => inForce.schema)];
  const apollo = createApollo(gateway, options, aliasRules);
  await apollo.start();
  return {
    apollo,
    async replaceSupergraph(next) {
      await rehearse(next);
      const read = readSupergraph(next);
      update?.(next);
      inForce = read;
    },
    health: () => links.health(),
    async close() {
      await apollo.stop();
      await links.close();
    },
  };
}

function createApollo(
  gateway: ApolloGateway,
  { limits, registry, logger, isProduction }: HubServerOptions,
  aliasRules: readonly ValidationRule[],
) {
  return new ApolloServer<HubContext>({
    gateway,
    introspection: !isProduction,
    hideSchemaDetailsFromClientErrors: isProduction,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    csrfPrevention: true,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: limits.tokens },
    validationRules: [
      operationLimits(limits),
      ...aliasRules,
      ...(isProduction ? [NoSchemaIntrospectionCustomRule] : []),
    ],
    logger: quiet(logger),
    // Words are chosen in the answer contract, which sees the whole request; nothing passes before it.
    formatError: ({ extensions }) => ({ message: "", extensions: { code: extensions?.code } }),
    plugins: [
      answerContract({ limits, registry }),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
}

function readSupergraph(sdl: string): { schema: GraphQLSchema; protectedSources: ReadonlySet<string> } {
  const document = parse(sdl, { noLocation: true });
  const schema = buildASTSchema(document, { assumeValid: true, assumeValidSDL: true });
  return { schema, protectedSources: protectedSources(document) };
}

/**
 * Loads a supergraph into a gateway that serves nobody. The serving gateway changes parts of itself before it has
 * checked all of a new supergraph, so it must only be given one that is known to load.
 */
async function rehearse(sdl: string): Promise<void> {
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const buildService = () => ({ process: async () => ({}) as never });
  const gateway = new ApolloGateway({ supergraphSdl: sdl, buildService, validateSupergraph: true, logger: silent });
  await gateway.load();
  await gateway.stop();
}

/** The libraries' own messages may quote values: the log keeps only that they complained, and how it began. */
function quiet(logger: Logger) {
  const beginning = (message: unknown) => String(message).split(/[:\n]/)[0]!.slice(0, 100);
  return {
    debug() {},
    info() {},
    warn: (message: unknown) => logger.warn(beginning(message)),
    error: (message: unknown) => logger.error(beginning(message)),
  };
}
