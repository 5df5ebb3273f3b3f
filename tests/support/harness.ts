import type { FastifyInstance } from "fastify";
import type { Idempotency } from "../../kit/hop-token.ts";
import { createHttpService } from "../../kit/http-service.ts";
import { createLogger, type Logger } from "../../kit/logger.ts";
import { signHop } from "../../kit/sign-hop.ts";
import { loadSigningKey, type SigningKey } from "../../kit/signing-key.ts";
import { type RunningSubgraph, type StartSubgraphOptions, startSubgraph } from "../../kit/start-subgraph.ts";
import type { SubgraphParts } from "../../kit/subgraph.ts";
import type { Viewer } from "../../kit/viewer.ts";
import { createTestDatabase } from "./test-database.ts";

export type Answer = {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: each test compares the whole answer
  data?: any;
  errors?: { message: string; path?: (string | number)[]; extensions: { code: string } }[];
};

/** Running subgraphs on real databases, asked as the gateway asks them. */
export interface Harness {
  readonly running: Readonly<Record<string, RunningSubgraph>>;
  readonly peers: Record<string, string>;
  readonly gatewayKey: SigningKey;
  readonly logger: Logger;
  /** SQL statements seen since the last `countStatements`, by subgraph. */
  readonly statements: Record<string, string[]>;
  /** Starts one more, on a database of its own unless told which. */
  // biome-ignore lint/suspicious/noExplicitAny: subgraphs differ in their context only
  start(parts: SubgraphParts<any>, options?: Partial<StartSubgraphOptions>): Promise<RunningSubgraph>;
  ask(
    subgraph: string,
    viewer: Viewer | null,
    query: string,
    variables?: Record<string, unknown>,
    idempotency?: Idempotency | null,
  ): Promise<Answer>;
  close(): Promise<void>;
}

/** Starts the given subgraphs, each on a database of its own, and a key set in the gateway's name. */
// biome-ignore lint/suspicious/noExplicitAny: subgraphs differ in their context only
export async function startHarness(subgraphs: readonly SubgraphParts<any>[]): Promise<Harness> {
  const logger = createLogger("test", process.env.LOG_LEVEL ?? "silent");
  const gatewayKey = await loadSigningKey();
  const gateway: FastifyInstance = createHttpService({
    logger,
    signingKey: gatewayKey,
    bodyLimit: 1024,
    readiness: {},
  });
  const peers: Record<string, string> = { gateway: await gateway.listen({ host: "127.0.0.1", port: 0 }) };
  const running: Record<string, RunningSubgraph> = {};
  const statements: Record<string, string[]> = {};
  const start: Harness["start"] = async (parts, options = {}) => {
    const seen: string[] = [];
    statements[parts.name] = seen;
    const service = await startSubgraph(parts, {
      databaseUrl: options.databaseUrl ?? (await createTestDatabase(parts.name)),
      host: "127.0.0.1",
      port: 0,
      peers,
      signingKey: await loadSigningKey(),
      logger,
      onStatement: (sql) => seen.push(sql),
      // As a subgraph that runs apart.
      connectionWaitMs: 1_000,
      isUpkeepScheduled: false,
      ...options,
    });
    running[parts.name] = service;
    peers[parts.name] = service.url;
    return service;
  };
  for (const parts of subgraphs) await start(parts);
  return {
    start,
    running,
    peers,
    gatewayKey,
    logger,
    statements,
    async ask(subgraph, viewer, query, variables = {}, idempotency = null) {
      const body = JSON.stringify({ query, variables });
      const token = await signHop(gatewayKey, {
        issuer: "gateway",
        audience: subgraph,
        viewer,
        requestId: "test",
        idempotency,
        body,
      });
      const response = await fetch(`${peers[subgraph]}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Hub ${token}` },
        body,
      });
      return { status: response.status, ...((await response.json()) as object) };
    },
    async close() {
      await Promise.all(Object.values(running).map((service) => service.close()));
      await gateway.close();
    },
  };
}
