import type { Server } from "node:http";
import { Server as NetServer } from "node:net";
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
  let isClosing = false;
  // A connection in use when nobody new can come must not be kept alive afterwards: closing would wait for it.
  let isLeaving = false;
  service.addHook("preClose", async () => {
    isClosing = true;
    if (!service.server.listening) return;
    await drain(service.server, options.drainMs ?? 0, () => {
      isLeaving = true;
    });
  });
  service.addHook("onSend", (_request, reply, _payload, done) => {
    if (isLeaving) reply.header("connection", "close");
    // Fastify tells everybody to leave as soon as it is told to close.
    else if (isClosing) reply.raw.removeHeader("connection");
    done();
  });
  service.removeAllContentTypeParsers();
  service.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  service.get("/live", async () => ({ status: "ok" }));
  service.get("/ready", async (_request, reply) => {
    const { needed, ...others } = options.readiness;
    const process = async () => (isClosing ? "SHUTTING_DOWN" : undefined);
    const report = await reportReadiness({ needed: { process, ...needed }, ...others });
    // What is degraded still serves the rest, and no other copy would serve more.
    return reply
      .code(report.status === "unavailable" ? 503 : 200)
      .header("cache-control", "no-store")
      .send(report);
  });
  service.get("/.well-known/jwks.json", async () => ({ keys: [options.signingKey.publicJwk] }));
  return service;
}

/** For so long, at most, answers tell clients to leave, once nobody new can come. */
const LEAVING_MS = 1_000;
/** Requests under way end long before, by the deadlines of those who ask: what is left then is a connection that says nothing. */
const SILENT_MS = 15_000;
const MOST_TURNS = 1_000;

/**
 * Serves as ever for the time given, then takes nobody new, tells who still asks that this was the last answer on the
 * connection, and at last closes those that nobody uses. Told to leave any earlier, clients would come back at once on new
 * connections, and one that has just been made when a process stops listening is lost with what was sent on it.
 */
async function drain(server: Server, drainMs: number, announce: () => void): Promise<void> {
  await pause(drainMs);
  await untilAllAreIn(server);
  // Not the method of the HTTP server, which also closes connections that are not in use at this very moment.
  const isEmpty = new Promise<void>((resolve) => NetServer.prototype.close.call(server, () => resolve()));
  announce();
  await Promise.race([isEmpty, pause(Math.min(drainMs, LEAVING_MS))]);
  // Requests that arrived while this process was busy are read before their connections are taken for idle.
  await nextTurn();
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), SILENT_MS);
  await isEmpty;
  clearTimeout(timer);
}

/** The kernel takes connections on behalf of a process that is busy, which is then handed one each turn. */
async function untilAllAreIn(server: Server): Promise<void> {
  let turnsAlone = 0;
  const someoneCame = () => {
    turnsAlone = 0;
  };
  server.on("connection", someoneCame);
  for (let turns = 0; turnsAlone < 3 && turns < MOST_TURNS; turns += 1) {
    turnsAlone += 1;
    await nextTurn();
  }
  server.off("connection", someoneCame);
}
