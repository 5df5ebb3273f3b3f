import type { MikroORM } from "@mikro-orm/postgresql";
import type { FastifyReply } from "fastify";
import { Pool } from "pg";
import type { Logger } from "pino";
import { answerWithApollo, type TextAnswer } from "./apollo-answer.ts";
import { whileAwaited } from "./awaited-work.ts";
import { MOST_CONNECTIONS, migrate, openDatabase, ping } from "./database.ts";
import { createDecisionClient } from "./decision-client.ts";
import { Enforcement } from "./enforcement.ts";
import { type HubEvent, prepareOutbox, publishEvent, receiveEvent, startDelivery } from "./events.ts";
import { type HopClaims, HopRefused } from "./hop-token.ts";
import { createHttpService } from "./http-service.ts";
import { GATEWAY, type Peers } from "./peer-keys.ts";
import { PeerLink } from "./peer-link.ts";
import type { SigningKey } from "./signing-key.ts";
import { Slots } from "./slots.ts";
import type { RequestContext, SubgraphParts, SubgraphRuntime } from "./subgraph.ts";
import { startApollo } from "./subgraph-apollo.ts";
import { createRuntime, tokenOf } from "./subgraph-runtime.ts";
import { whenReachable } from "./when-reachable.ts";

export interface StartSubgraphOptions {
  readonly databaseUrl: string;
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** Base URLs of the gateway (named `gateway`) and of the other subgraphs; may be completed after start. */
  readonly peers: Peers;
  readonly signingKey: SigningKey;
  readonly logger: Logger;
  readonly bodyLimit?: number;
  /** Milliseconds for which a subgraph told to close still takes requests; 0 by default. */
  readonly drainMs?: number;
  /** Hours after which an idempotency key is forgotten; 24 unless given. */
  readonly idempotencyHours?: number;
  /** Told of each SQL statement; tests count them. */
  readonly onStatement?: (sql: string) => void;
}

/** One GraphQL request of the gateway: its bytes, and the Authorization header that vouches for them. */
export interface GraphqlCall {
  readonly body: Uint8Array;
  readonly authorization: string | undefined;
  /** Aborted when the caller has left. */
  readonly signal: AbortSignal;
}

export interface RunningSubgraph {
  readonly name: string;
  readonly url: string;
  readonly orm: MikroORM;
  /** What `POST /graphql` does, without a connection: for a gateway in the same process. Never rejects. */
  answer(call: GraphqlCall): Promise<TextAnswer>;
  /** Lets running requests and deliveries finish; closing twice is closing once. */
  close(): Promise<void>;
}

/** A change may wait for a decision that needs a connection too: half of them stay out of the reach of changes. */
const MOST_CHANGES = MOST_CONNECTIONS / 2;
const BODY_LIMIT_BYTES = 4 * 1024 * 1024;
/** A program retries within minutes, somebody who comes back to her work within the day. */
const IDEMPOTENCY_HOURS = 24;

/**
 * Listens, waits for the database and migrates it, then serves the subgraph at `/graphql` to the gateway alone, and events
 * to its peers; resolves when it serves.
 */
export async function startSubgraph<Context extends RequestContext>(
  parts: SubgraphParts<Context>,
  options: StartSubgraphOptions,
): Promise<RunningSubgraph> {
  const { logger, peers, signingKey, bodyLimit = BODY_LIMIT_BYTES } = options;
  const orm = await openDatabase({
    ...parts.database,
    url: options.databaseUrl,
    ...(options.onStatement ? { onStatement: options.onStatement } : {}),
  });
  const queuePool = new Pool({ connectionString: options.databaseUrl, max: 4 });
  queuePool.on("error", (error) => logger.warn({ err: error }, "the queue lost a connection"));
  queuePool.on("connect", (client) =>
    client.on("error", (error) => logger.warn({ err: error }, "the queue lost a connection")),
  );
  const link = new PeerLink({ name: parts.name, key: signingKey, peers });
  const runtime = createRuntime(parts.name, orm, peers, logger);
  const transactions = { slots: new Slots(MOST_CHANGES), keptHours: options.idempotencyHours ?? IDEMPOTENCY_HOURS };
  const apollo = await startApollo(parts, transactions, logger);
  const service = createHttpService({
    logger,
    signingKey,
    bodyLimit,
    drainMs: options.drainMs,
    readiness: {
      database: () => ping(orm.em.fork()),
      migrations: async () => {
        if (!isPrepared) throw new Error("The database is not brought to this version yet.");
      },
    },
  });
  let isPrepared = false;
  // Operators look with GET from the beginning on; whoever asks for data finds nothing before the tables are those of this version.
  service.addHook("onRequest", async (request, reply) => {
    if (isPrepared || request.method !== "POST") return;
    await reply.code(503).header("retry-after", "2").send({ error: "This subgraph waits for its database." });
  });

  const answer = async ({ body, authorization, signal }: GraphqlCall): Promise<TextAnswer> => {
    try {
      if (body.length > bodyLimit) return json(413, "This is too long.");
      const claims = await runtime.receiveHop({ body, headers: { authorization } }, [GATEWAY]);
      const context = async () => createContext(parts, runtime, claims, link, tokenOf(authorization));
      return await whileAwaited(claims.waitMs, signal, () => answerWithApollo(apollo, body, context));
    } catch (error) {
      return refusalOf(error, logger);
    }
  };
  service.post("/graphql", async (request, reply) => {
    const body = (request.body as Buffer | undefined) ?? Buffer.alloc(0);
    const { authorization } = request.headers;
    const { status, headers, text } = await answer({ body, authorization, signal: signalWhenGone(reply) });
    return reply.code(status).headers(headers).send(text);
  });
  service.post("/events", async (request, reply) => {
    const { issuer } = await runtime.receiveHop(request, otherSubgraphs(peers));
    const event = JSON.parse((request.body as Buffer).toString()) as HubEvent;
    const consumer = parts.consumers?.[event.type];
    if (event.source !== issuer || !consumer)
      return reply.code(422).send({ error: "This event is not expected here." });
    await receiveEvent(orm.em.fork(), event, consumer, logger);
    return reply.code(204).send();
  });
  parts.addRoutes?.(service, runtime);
  service.setErrorHandler((error, _request, reply) => {
    const { status, headers, text } = refusalOf(error, logger);
    return reply.code(status).headers(headers).send(text);
  });

  let delivery: Awaited<ReturnType<typeof startDelivery>> | undefined;
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= closeAll();
    return closing;
  };
  const closeAll = async () => {
    await service.close();
    await delivery?.stop();
    await apollo.stop();
    await link.close();
    await queuePool.end();
    await orm.close();
  };
  try {
    const url = await service.listen({ host: options.host, port: options.port });
    const prepare = async () => {
      await migrate(orm);
      await prepareOutbox(queuePool);
      delivery = await startDelivery(queuePool, link, logger);
    };
    await whenReachable(prepare, (error) => logger.warn({ err: error }, "waiting for the database"));
    isPrepared = true;
    return { name: parts.name, url, orm, answer, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const json = (status: number, error: string): TextAnswer => ({
  status,
  headers: { "content-type": "application/json; charset=utf-8" },
  text: JSON.stringify({ error }),
});

function refusalOf(error: unknown, logger: Logger): TextAnswer {
  if (error instanceof HopRefused) return json(401, error.message);
  if ((error as { statusCode?: number } | null)?.statusCode === 413) return json(413, "This is too long.");
  logger.error({ err: error }, "a request failed");
  return json(500, "This subgraph cannot answer right now.");
}

function signalWhenGone(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once("close", () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return gone.signal;
}

const otherSubgraphs = (peers: Peers) => Object.keys(peers).filter((name) => name !== GATEWAY);

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
    enforcement: new Enforcement({ viewer, isInternalReadAllowed: parts.isInternalReadAllowed, decide }),
    logger: runtime.logger,
    publish: (em, event) => publishEvent(em, parts.name, parts.subscribers?.[event.type] ?? [], event),
  });
}
