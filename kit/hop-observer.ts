import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Logger } from "pino";
import { Counter, Histogram, type Registry } from "prom-client";
import { SECONDS } from "./process-metrics.ts";
import { newRequestScope, type RequestScope, withinRequest } from "./request-scope.ts";
import type { Tracer } from "./span.ts";

interface HopObserverOptions {
  readonly logger: Logger;
  readonly tracer: Tracer;
  /** Absent where nobody reads metrics. */
  readonly metrics?: Registry | undefined;
}

interface ObservedHop {
  readonly scope: RequestScope;
  readonly startedAt: number;
}

/**
 * One line, one span and some counts for each request a process of the hub receives from another: which route, how it ended,
 * how long it took, how many statements and questions it needed. Nothing of what was asked.
 */
export class HopObserver {
  readonly #options: HopObserverOptions;
  readonly #count: ReturnType<typeof countHops> | undefined;

  constructor(options: HopObserverOptions) {
    this.#options = options;
    this.#count = options.metrics && countHops(options.metrics);
  }

  /** Serves one hop, however it came in. */
  async observe<Answer extends { readonly status: number }>(
    route: string,
    traceparent: string | undefined,
    serve: () => Promise<Answer>,
  ): Promise<Answer> {
    const hop = this.#begin(traceparent);
    const answer = await withinRequest(hop.scope, serve);
    this.#end(hop, route, answer.status);
    return answer;
  }

  /** Observes what is posted to any route of a service, but for `others`, which are observed where they are served. */
  watch(service: FastifyInstance, others: readonly string[]): void {
    const hops = new WeakMap<FastifyRequest, ObservedHop>();
    // Reading a body loses the thread: what follows is tied to the request only here.
    service.addHook("preHandler", (request, _reply, done) => {
      const isOurs = request.method === "POST" && !others.includes(request.routeOptions.url ?? "");
      if (!isOurs) return done();
      const hop = this.#begin(traceparentOf(request));
      hops.set(request, hop);
      withinRequest(hop.scope, done);
    });
    service.addHook("onResponse", async (request, reply) => {
      const hop = hops.get(request);
      if (hop) this.#end(hop, request.routeOptions.url ?? "none", reply.statusCode);
    });
  }

  #begin(traceparent: string | undefined): ObservedHop {
    const scope = newRequestScope(this.#options.tracer.begin("hop", traceparent));
    return { scope, startedAt: performance.now() };
  }

  #end({ scope, startedAt }: ObservedHop, route: string, status: number): void {
    const { requestId, statements, decisions, span } = scope;
    const ms = performance.now() - startedAt;
    this.#options.logger.info({ requestId, route, status, statements, decisions, ms: Math.round(ms) }, "hop");
    const facts = { requestId, route, status, statements, ...prefixed(decisions) };
    span.end(facts, status >= 400 ? `HTTP_${status}` : undefined);
    this.#count?.(route, status, ms / 1_000, scope);
  }
}

/** The W3C Trace Context a request brings. */
export function traceparentOf({ headers }: FastifyRequest): string | undefined {
  const { traceparent } = headers;
  return typeof traceparent === "string" ? traceparent : undefined;
}

const prefixed = (decisions: RequestScope["decisions"]) =>
  Object.fromEntries(Object.entries(decisions).map(([effect, number]) => [`decisions.${effect}`, number]));

function countHops(registry: Registry) {
  const registers = [registry];
  const requests = new Counter({
    name: "hop_requests_total",
    help: "Requests received from other processes of the hub.",
    labelNames: ["route", "status"],
    registers,
  });
  const seconds = new Histogram({
    name: "hop_request_seconds",
    help: "How long they took.",
    labelNames: ["route"],
    buckets: SECONDS,
    registers,
  });
  const statements = new Counter({ name: "sql_statements_total", help: "SQL statements sent for them.", registers });
  const decisions = new Counter({
    name: "permit_questions_total",
    help: "Questions whether a value may be shown, by answer.",
    labelNames: ["effect"],
    registers,
  });
  for (const effect of Object.keys(newRequestScope().decisions)) decisions.inc({ effect }, 0);
  return (route: string, status: number, took: number, scope: RequestScope) => {
    requests.inc({ route, status });
    seconds.observe({ route }, took);
    statements.inc(scope.statements);
    for (const [effect, number] of Object.entries(scope.decisions)) decisions.inc({ effect }, number);
  };
}
