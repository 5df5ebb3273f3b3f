import "../kit/no-telemetry.ts";
import { setImmediate as nextTurn } from "node:timers/promises";
import { ApolloGateway, type GatewayConfig, type SupergraphManager } from "@apollo/gateway";
import { buildASTSchema, type GraphQLSchema, parse } from "graphql";
import { openApolloFront } from "./apollo-front.ts";
import { openEngineFront } from "./engine-front.ts";
import { hashText } from "./hash-text.ts";
import type { Hub, HubOptions } from "./hub.ts";
import { observedAttempt } from "./observed-attempt.ts";
import { plannedFetches } from "./planned-fetches.ts";
import { protectedSources } from "./protected-sources.ts";
import { quiet } from "./quiet-logger.ts";
import type { HubContext } from "./request-record.ts";
import { SubgraphLinks } from "./subgraph-link.ts";

/** Opens the hub of a supergraph; throws when the supergraph cannot be used. */
export async function openHubServer(sdl: string, options: HubOptions): Promise<Hub> {
  await rehearse(sdl);
  let inForce = readSupergraph(sdl);
  options.metrics?.supergraphLoaded(hashText(sdl));
  const links = new SubgraphLinks({
    ...options,
    key: options.signingKey,
    observe: observedAttempt(options.metrics?.attemptEnded),
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
  const front =
    options.engine === "passerelle"
      ? await openEngineFront(config, links, options)
      : await openApolloFront(config, options, () => inForce.schema);
  return {
    answer: front.answer,
    explain: front.explain,
    async replaceSupergraph(next) {
      await rehearse(next);
      // Each loading keeps the process busy for a third of a second: who came meanwhile is not made to wait for both.
      await nextTurn();
      const read = readSupergraph(next);
      update?.(next);
      inForce = read;
      options.metrics?.supergraphLoaded(hashText(next));
    },
    health: () => links.health(),
    async close() {
      await front.close();
      await links.close();
    },
  };
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
