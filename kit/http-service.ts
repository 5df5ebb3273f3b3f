import { setTimeout as pause } from "node:timers/promises";
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import type { Logger } from "pino";
import type { SigningKey } from "./signing-key.ts";

export interface HttpServiceOptions {
  readonly logger: Logger;
  readonly signingKey: SigningKey;
  readonly bodyLimit: number;
  /** Each named check throws when what it looks at cannot serve; its name, never its error, is shown at `/ready`. */
  readonly readiness: Readonly<Record<string, () => Promise<unknown>>>;
  /** Milliseconds for which a service told to close still takes requests, so that whoever sends them can turn elsewhere. */
  readonly drainMs?: number | undefined;
}

/**
 * A Fastify service as every process of the hub offers it: `/live` (the process answers), `/ready` (what it needs
 * answers), `/.well-known/jwks.json` (the key it signs with). Bodies reach routes as the exact bytes received.
 */
export function createHttpService(options: HttpServiceOptions): FastifyInstance {
  const service = Fastify({
    loggerInstance: options.logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: options.bodyLimit,
    forceCloseConnections: "idle",
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    // Who still comes while the service drains is served like anybody else, and told not to come again.
    return503OnClosing: false,
  });
  // A connection in use when the service closes must not be kept alive afterwards: closing would wait for it.
  let isClosing = false;
  service.addHook("preClose", async () => {
    isClosing = true;
    if (options.drainMs) await pause(options.drainMs);
  });
  service.addHook("onSend", async (_request, reply) => {
    if (isClosing) reply.header("connection", "close");
  });
  service.removeAllContentTypeParsers();
  service.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  service.get("/live", async () => ({ status: "ok" }));
  service.get("/ready", async (_request, reply) => {
    const checks = await runChecks(options.readiness);
    const isReady = !isClosing && Object.values(checks).every((state) => state === "ok");
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? "ok" : "unavailable", checks });
  });
  service.get("/.well-known/jwks.json", async () => ({ keys: [options.signingKey.publicJwk] }));
  return service;
}

async function runChecks(checks: HttpServiceOptions["readiness"]): Promise<Record<string, "ok" | "unavailable">> {
  const entries = Object.entries(checks).map(async ([name, check]) => {
    const state = await check().then(
      () => "ok" as const,
      () => "unavailable" as const,
    );
    return [name, state] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
