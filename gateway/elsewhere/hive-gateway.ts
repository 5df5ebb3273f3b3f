import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { GatewayConfigSupergraph, GatewayPlugin } from "@graphql-hive/gateway-runtime";
import { Agent } from "undici";
import { GATEWAY, type Peers } from "../../kit/peer-keys.ts";
import { PeerLink } from "../../kit/peer-link.ts";
import type { SigningKey } from "../../kit/signing-key.ts";
import { createAuthentication, type TrustedIssuer } from "../authentication.ts";
import { RequestRefused } from "../errors.ts";
import { defaultLimits } from "../limits.ts";
import { preferredLanguage } from "../messages.ts";
import { claimedOrganization } from "../request-body.ts";
import { hubFailed } from "../request-problems.ts";
import { recogniseViewer } from "../viewer-registry.ts";
import { type Asker, askSubgraph } from "./ask-subgraph.ts";
import { refusal } from "./refusal.ts";

export interface HiveHopsOptions {
  /** Where each subgraph answers, by its name in the supergraph; read at every call. */
  readonly peers: Peers;
  readonly issuers: readonly TrustedIssuer[];
  /** The `aud` every access token must carry. */
  readonly audience: string;
  /** Signs what goes to the subgraphs, which look for its public half at this gateway's `/.well-known/jwks.json`. */
  readonly signingKey: SigningKey;
}

type Transports = Extract<NonNullable<GatewayConfigSupergraph["transports"]>, Record<string, unknown>>;
export type HiveTransport = Exclude<Awaited<Transports[string]>, { default: unknown }>;

/** Both go into the configuration of Hive Gateway under their own names. */
export interface HiveHops {
  readonly plugins: () => GatewayPlugin[];
  readonly transports: { readonly http: HiveTransport };
}

const ENDPOINT = "/graphql";
const KEYS = "/.well-known/jwks.json";

/**
 * Lets Hive Gateway stand where the hub's own gateway stands: it verifies the client's token, asks the registry who she
 * is, and signs every call to a subgraph. The calls are made by a transport of ours and not by a hook around Hive's: that
 * one gives two equal calls of the same moment one answer, and whose they are shows in nothing but the signature.
 */
export function hiveHops(options: HiveHopsOptions): HiveHops {
  const { peers, signingKey: key } = options;
  const authenticate = createAuthentication(options);
  const registry = new PeerLink({ name: GATEWAY, key, peers });
  const agent = new Agent({ keepAliveTimeout: 30_000, connections: 128, connect: { timeout: 1_000 } });
  const askers = new WeakMap<Request, Asker>();

  async function recognise(request: Request, rawHeaders: readonly string[], requestId: string): Promise<Asker> {
    const { viewer, isVerified } = await recogniseViewer(registry, await authenticate(rawHeaders), {
      organization: claimedOrganization(Object.fromEntries(request.headers)),
      requestId,
      spending: [],
      timeoutMs: defaultLimits.registryTimeoutMs,
    });
    // The hub's own gateway still asks sources that hold nothing under a rule; here nobody knows which those are.
    if (!isVerified) throw new RequestRefused(503, hubFailed, { "retry-after": "2" });
    const language = preferredLanguage(request.headers.get("accept-language") ?? undefined);
    return { viewer, requestId, language, rawHeaders };
  }

  const plugin: GatewayPlugin = {
    async onRequest({ request, url, endResponse, serverContext }) {
      if (url.pathname === KEYS) return endResponse(Response.json({ keys: [key.publicJwk] }));
      if (url.pathname !== ENDPOINT) return;
      const requestId = randomUUID();
      try {
        askers.set(request, await recognise(request, rawHeadersOf(request, serverContext), requestId));
      } catch (error) {
        endResponse(refusal(error, request, requestId));
      }
    },
    async onDispose() {
      await registry.close();
      await agent.close();
    },
  };

  const http: HiveTransport = {
    getSubgraphExecutor:
      ({ subgraphName }) =>
      async (question) => {
        const request: Request | undefined = question.context?.request;
        const asker = request && askers.get(request);
        if (!asker) throw new Error("Nobody is known to ask this: the subgraph is not called.");
        return askSubgraph(subgraphName, question, asker, { agent, key, peers });
      },
  };
  return { plugins: () => [plugin], transports: { http } };
}

/** Every header as it came in: what was sent twice is joined or dropped in the request of the fetch standard. */
function rawHeadersOf(request: Request, serverContext: object): readonly string[] {
  const { req } = serverContext as { req?: IncomingMessage };
  return req?.rawHeaders ?? [...request.headers].flat();
}
