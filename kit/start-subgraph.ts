import type { MikroORM } from "@mikro-orm/postgresql";
import type { FastifyReply } from "fastify";
import { Pool } from "pg";
import type { Logger } from "pino";
import { createAnswer, type GraphqlCall, refusalOf } from "./answer-calls.ts";
import type { TextAnswer } from "./apollo-answer.ts";
import { MOST_CONNECTIONS, migrate, openDatabase, ping } from "./database.ts";
import { startDelivery } from "./delivery.ts";
import { type HubEvent, prepareOutbox, receiveEvent } from "./events.ts";
import { HopObserver, traceparentOf } from "./hop-observer.ts";
import { createHttpService } from "./http-service.ts";
import { type MetricsAddress, startMetricsService } from "./metrics-service.ts";
import { GATEWAY, type Peers } from "./peer-keys.ts";
import { PeerLink } from "./peer-link.ts";
import { createProcessMetrics } from "./process-metrics.ts";
import type { SigningKey } from "./signing-key.ts";
import { Slots } from "./slots.ts";
import { noTracer, type Tracer } from "./span.ts";
import type { RequestContext, SubgraphParts } from "./subgraph.ts";
import { startApollo } from "./subgraph-apollo.ts";
import { createRuntime } from "./subgraph-runtime.ts";
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
  /** How long a call waits for a connection to the database before it is told that too many others wait, in milliseconds. */
  readonly connectionWaitMs?: number;
  /** Whether its upkeep begins by the clock; true unless given. What a test counts must not go by the hour it runs at. */
  readonly isUpkeepScheduled?: boolean;
  /** Told of each SQL statement; tests count them. */
  readonly onStatement?: (sql: string) => void;
  /** Where metrics are shown; counted only when it is given. */
  readonly metrics?: MetricsAddress;
  /** Sends traces; none by default. It is closed with the subgraph. */
  readonly tracer?: Tracer;
}

export interface RunningSubgraph {
  readonly name: string;
  readonly url: string;
  readonly orm: MikroORM;
  /** Where its metrics are, when it has any. */
  readonly metricsUrl?: string;
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
  const { logger, peers, signingKey, bodyLimit = BODY_LIMIT_BYTES, tracer = noTracer } = options;
  const metrics = options.metrics && createProcessMetrics();
  const orm = await openDatabase({
    ...parts.database,
    url: options.databaseUrl,
    ...(options.connectionWaitMs ? { connectionWaitMs: options.connectionWaitMs } : {}),
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
      needed: {
        database: () => reasonOfDatabase(orm),
        migrations: async () => (isPrepared ? undefined : "MIGRATING"),
      },
    },
  });
  let isPrepared = false;
  const hops = new HopObserver({ logger, tracer, metrics });
  hops.watch(service, ["/graphql"]);
  // Operators look with GET from the beginning on; whoever asks for data finds nothing before the tables are those of this version.
  service.addHook("onRequest", async (request, reply) => {
    if (isPrepared || request.method !== "POST") return;
    await reply.code(503).header("retry-after", "2").send({ error: "This subgraph waits for its database." });
  });

  const answer = createAnswer(parts, { runtime, apollo, link, hops, bodyLimit });
  service.post("/graphql", async (request, reply) => {
    const body = (request.body as Buffer | undefined) ?? Buffer.alloc(0);
    const { authorization } = request.headers;
    const { status, headers, text } = await answer({
      body,
      authorization,
      traceparent: traceparentOf(request),
      signal: signalWhenGone(reply),
    });
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

  let metricsService: Awaited<ReturnType<typeof startMetricsService>> | undefined;
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
    await metricsService?.close();
    await tracer.close();
  };
  try {
    const url = await service.listen({ host: options.host, port: options.port });
    if (metrics) metricsService = await startMetricsService(metrics, options.metrics!);
    const prepare = async () => {
      await migrate(orm);
      await prepareOutbox(queuePool);
      const { isUpkeepScheduled = true } = options;
      delivery = await startDelivery(queuePool, link, { orm, upkeep: parts.upkeep ?? {}, isUpkeepScheduled }, logger);
    };
    await whenReachable(prepare, (error) => logger.warn({ err: error }, "waiting for the database"));
    isPrepared = true;
    const metricsUrl = metricsService?.url;
    return { name: parts.name, url, orm, ...(metricsUrl ? { metricsUrl } : {}), answer, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function reasonOfDatabase(orm: MikroORM): Promise<string | undefined> {
  return ping(orm.em.fork()).then(
    () => undefined,
    () => "DATABASE_DOWN",
  );
}

function signalWhenGone(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once("close", () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return gone.signal;
}

const otherSubgraphs = (peers: Peers) => Object.keys(peers).filter((name) => name !== GATEWAY);
