import type { ApolloServer } from "@apollo/server";
import type { Logger } from "pino";
import { answerWithApollo, type TextAnswer } from "./apollo-answer.ts";
import { whileAwaited } from "./awaited-work.ts";
import { createConsult } from "./consultation.ts";
import { countDecisions } from "./counted-decisions.ts";
import { createDecisionClient } from "./decision-client.ts";
import { Enforcement } from "./enforcement.ts";
import { publishEvent } from "./events.ts";
import type { HopObserver } from "./hop-observer.ts";
import { type HopClaims, HopRefused } from "./hop-token.ts";
import { GATEWAY } from "./peer-keys.ts";
import type { PeerLink } from "./peer-link.ts";
import type { RequestContext, SubgraphParts, SubgraphRuntime } from "./subgraph.ts";
import { tokenOf } from "./subgraph-runtime.ts";

/** One GraphQL request of the gateway: its bytes, and the Authorization header that vouches for them. */
export interface GraphqlCall {
  readonly body: Uint8Array;
  readonly authorization: string | undefined;
  /** W3C Trace Context: what the call is part of. */
  readonly traceparent?: string | undefined;
  /** Aborted when the caller has left. */
  readonly signal: AbortSignal;
}

interface Answering<Context extends RequestContext> {
  readonly runtime: SubgraphRuntime;
  readonly apollo: ApolloServer<Context>;
  readonly link: PeerLink;
  readonly hops: HopObserver;
  readonly bodyLimit: number;
}

/**
 * What answers the gateway's calls, however their bytes came: verified, awaited for as long as the gateway says, in the
 * viewer's name. It never rejects.
 */
export function createAnswer<Context extends RequestContext>(
  parts: SubgraphParts<Context>,
  { runtime, apollo, link, hops, bodyLimit }: Answering<Context>,
): (call: GraphqlCall) => Promise<TextAnswer> {
  const answer = async ({ body, authorization, signal }: GraphqlCall) => {
    try {
      if (body.length > bodyLimit) return tooLong;
      const claims = await runtime.receiveHop({ body, headers: { authorization } }, [GATEWAY]);
      const context = async () => createContext(parts, runtime, claims, link, tokenOf(authorization));
      return await whileAwaited(claims.waitMs, signal, () => answerWithApollo(apollo, body, context));
    } catch (error) {
      return refusalOf(error, runtime.logger);
    }
  };
  return (call) => hops.observe("/graphql", call.traceparent, () => answer(call));
}

const json = (status: number, error: string): TextAnswer => ({
  status,
  headers: { "content-type": "application/json; charset=utf-8" },
  text: JSON.stringify({ error }),
});

const tooLong = json(413, "This is too long.");

/** How whatever was thrown is told to a peer: by its kind, never in its words. */
export function refusalOf(error: unknown, logger: Logger): TextAnswer {
  if (error instanceof HopRefused) return json(401, error.message);
  if ((error as { statusCode?: number } | null)?.statusCode === 413) return tooLong;
  logger.error({ err: error }, "a request failed");
  return json(500, "This subgraph cannot answer right now.");
}

function createContext<Context extends RequestContext>(
  parts: SubgraphParts<Context>,
  runtime: SubgraphRuntime,
  claims: HopClaims,
  link: PeerLink,
  viewerToken: string,
): Context {
  const { viewer, requestId, idempotency } = claims;
  const decide =
    parts.createDecide?.(runtime, viewer, requestId) ??
    createDecisionClient(link, parts.decisionPoint, { requestId, viewerToken });
  return parts.createContext({
    viewer,
    requestId,
    idempotency,
    // Follows the transaction of the mutation that runs, whoever holds it.
    em: runtime.orm.em.fork({ useContext: true }),
    enforcement: new Enforcement({
      viewer,
      isInternalReadAllowed: parts.isInternalReadAllowed,
      decide: countDecisions(decide),
    }),
    consult: createConsult(link, parts.decisionPoint, { requestId, viewerToken }),
    logger: runtime.logger,
    publish: (em, event, ...more) =>
      publishEvent(em, parts.name, parts.subscribers?.[event.type] ?? [], event, ...more),
  });
}
