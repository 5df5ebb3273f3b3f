import { setImmediate as nextTurn, setTimeout as pause } from "node:timers/promises";
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import type { Logger } from "pino";
import { type Readiness, reportReadiness } from "./readiness.ts";
import type { SigningKey } from "./signing-key.ts";

export interface HttpServiceOptions {
  readonly logger: Logger;
  readonly signingKey: SigningKey;
  readonly bodyLimit: number;
  /** What `/ready` looks at, besides whether the service was told to close. */
  readonly readiness: Readiness;
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
    // Requests that arrived while this process was busy are read before their connections are taken for idle.
    await nextTurn();
  });
  service.addHook("onSend", (_request, reply, _payload, done) => {
    if (isClosing) reply.header("connection", "close");
    done();
  });
  service.removeAllContentTypeParsers();
  service.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  service.get("/live", async () => ({ status: "ok" }));
  service.get("/ready", async (_request, reply) => {
    const { needed, ...others } = options.readiness;
    const process = async () => (isClosing ? "SHUTTING_DOWN" : undefined);
    const report = await reportReadiness({ needed: { process, ...needed }, ...others });
    return reply
      .code(report.status === "ok" ? 200 : 503)
      .header("cache-control", "no-store")
      .send(report);
  });
  service.get("/.well-known/jwks.json", async () => ({ keys: [options.signingKey.publicJwk] }));
  return service;
}
