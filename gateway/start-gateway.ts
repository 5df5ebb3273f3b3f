import { createHttpService } from "../kit/http-service.ts";
import type { Logger } from "../kit/logger.ts";
import { type MetricsAddress, startMetricsService } from "../kit/metrics-service.ts";
import type { Peers } from "../kit/peer-keys.ts";
import { PeerLink } from "../kit/peer-link.ts";
import type { SigningKey } from "../kit/signing-key.ts";
import { noTracer, type Tracer } from "../kit/span.ts";
import { type Applications, sameForAll } from "./applications.ts";
import { createAuthentication, type TrustedIssuer } from "./authentication.ts";
import { allowOrigins } from "./cross-origin.ts";
import { Door } from "./door.ts";
import { FollowedFile } from "./followed-file.ts";
import { addGraphqlRoutes, answerRefusals } from "./graphql-route.ts";
import type { Engine, Hub } from "./hub.ts";
import { openHubServer } from "./hub-server.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { LocalBudgets } from "./local-budgets.ts";
import { GatewayMetrics } from "./metrics.ts";
import { observeRequests } from "./observed-request.ts";
import { gatewayReadiness } from "./readiness.ts";
import { addSandbox } from "./sandbox.ts";
import type { Sandbox } from "./sandbox-page.ts";
import type { Doors } from "./source-call.ts";
import { Withdrawals } from "./withdrawals/withdrawals.ts";

export interface StartGatewayOptions {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** Base URL of each source by its name in the supergraph; may be completed after start. */
  readonly peers: Peers;
  /** Ways into sources that run in this very process, by the base URL `peers` has for them; may be completed after start. */
  readonly doors?: Doors;
  /** Followed while the hub runs: a usable new text takes over, a bad one leaves the old in force. */
  readonly supergraphFile: string;
  readonly issuers: readonly TrustedIssuer[];
  /** The `aud` every access token must carry. */
  readonly audience: string;
  /** Signs what goes to the sources. */
  readonly signingKey: SigningKey;
  readonly logger: Logger;
  readonly isProduction: boolean;
  /** Milliseconds for which a gateway told to close still takes requests; 0 by default. */
  readonly drainMs?: number;
  readonly limits?: Partial<Limits>;
  /** Where withdrawals are written down, shared by all copies of the gateway; without it a withdrawal needs the registry. */
  readonly withdrawalsFolder?: string;
  /** Which application may send what, and how much; by default everything in development and nothing in production. */
  readonly applications?: Applications;
  /** Where metrics are shown; counted only when it is given. */
  readonly metrics?: MetricsAddress;
  /** Names what was built, for the metrics. */
  readonly release?: string;
  /** Sends traces; none by default. It is closed with the gateway. */
  readonly tracer?: Tracer;
  /** True where clients are trusted to say which trace their request belongs to. */
  readonly isTraceAccepted?: boolean;
  /** What runs the plans of operations; our own engine by default. */
  readonly engine?: Engine;
  /** Origins whose pages may call the hub from a browser; none by default. */
  readonly allowedOrigins?: readonly string[];
  /** The page at `/` with people to sign in as; refused in production. */
  readonly sandbox?: Sandbox;
}

export interface RunningGateway {
  readonly url: string;
  /** Where its metrics are, when it has any. */
  readonly metricsUrl?: string;
  /** Stops accepting, lets running requests finish, then lets go of everything; closing twice is closing once. */
  close(): Promise<void>;
}

const GATEWAY = "gateway";

/** Opens the hub's door: `POST /graphql` for clients, `/live`, `/ready` and `/.well-known/jwks.json` for operators and sources. */
export async function startGateway(options: StartGatewayOptions): Promise<RunningGateway> {
  const { logger, signingKey, peers, isProduction, engine = "passerelle", doors = new Map() } = options;
  if (options.sandbox && isProduction)
    throw new Error("The sandbox signs people in without a password: it never runs in production.");
  const limits = { ...defaultLimits, ...options.limits };
  const applications = options.applications ?? sameForAll({ isFreeForm: !isProduction });
  const registry = new PeerLink({ name: GATEWAY, key: signingKey, peers });
  const { withdrawalsFolder: folder } = options;
  const withdrawals = folder
    ? new Withdrawals({ folder, registry, timeoutMs: limits.registryTimeoutMs, logger })
    : undefined;
  const admission = {
    limits,
    registry,
    withdrawals,
    applications,
    localBudgets: new LocalBudgets(),
  };
  const { tracer = noTracer } = options;
  const door = new Door(limits);
  const metrics =
    options.metrics &&
    new GatewayMetrics(
      options.release ?? "unknown",
      () => hub?.health() ?? {},
      () => door.state,
    );
  let hub: Hub | undefined;
  const supergraph = new FollowedFile({
    path: options.supergraphFile,
    what: "the supergraph",
    logger,
    async apply(sdl) {
      if (hub) await hub.replaceSupergraph(sdl);
      else
        hub = await openHubServer(sdl, {
          ...admission,
          metrics,
          peers,
          doors,
          signingKey,
          logger,
          isProduction,
          engine,
        });
    },
  });
  const service = createHttpService({
    logger,
    signingKey,
    bodyLimit: limits.bodyBytes,
    drainMs: options.drainMs,
    readiness: gatewayReadiness({
      hub: () => hub,
      door,
      peers,
      registryTimeoutMs: limits.registryTimeoutMs,
      withdrawals,
    }),
  });
  observeRequests(service, { logger, tracer, metrics, isTraceAccepted: options.isTraceAccepted ?? false });
  answerRefusals(service, limits, logger);
  allowOrigins(service, options.allowedOrigins ?? []);
  addGraphqlRoutes(service, {
    hub: () => hub,
    authenticate: createAuthentication(options),
    applications,
    door,
    limits,
    registry,
    withdrawals,
    logger,
  });
  addSandbox(service, isProduction ? undefined : (options.sandbox ?? { people: [], issueToken: refuseAll }));
  let metricsService: Awaited<ReturnType<typeof startMetricsService>> | undefined;
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= closeAll();
    return closing;
  };
  const closeAll = async () => {
    await supergraph.close();
    await service.close();
    door.close();
    await hub?.close();
    await withdrawals?.close();
    await registry.close();
    await metricsService?.close();
    await tracer.close();
  };
  try {
    await withdrawals?.open();
    await supergraph.open();
    if (metrics) metricsService = await startMetricsService(metrics.registry, options.metrics!);
    const url = await service.listen({ host: options.host, port: options.port });
    const metricsUrl = metricsService?.url;
    return { url, ...(metricsUrl ? { metricsUrl } : {}), close };
  } catch (error) {
    await close();
    throw error;
  }
}

const refuseAll = async (): Promise<never> => {
  throw new Error("Nobody can sign in here.");
};
