import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { traceparentOf } from "../kit/hop-observer.ts";
import type { Logger } from "../kit/logger.ts";
import { newRequestScope, type RequestScope, withinRequest } from "../kit/request-scope.ts";
import type { Tracer } from "../kit/span.ts";
import type { ErrorCode } from "./error-codes.ts";
import type { GatewayMetrics, Outcome } from "./metrics.ts";
import { logRequest } from "./request-log.ts";
import type { RequestRecord } from "./request-record.ts";

export interface Observers {
  readonly logger: Logger;
  readonly tracer: Tracer;
  /** Absent where nobody reads metrics. */
  readonly metrics?: GatewayMetrics | undefined;
  /** True where clients are trusted to say which trace their request belongs to. */
  readonly isTraceAccepted: boolean;
}

/** What is known of a request from outside while it is served. */
interface ObservedRequest extends RequestScope {
  record?: RequestRecord;
  /** Codes of the errors of its answer. */
  readonly codes: Set<ErrorCode>;
}

const observed = new WeakMap<FastifyRequest, ObservedRequest>();

/** Watches every operation sent to the hub, from its headers to the last byte of its answer: a line, a trace, some counts. */
export function observeRequests(service: FastifyInstance, observers: Observers): void {
  const { tracer, metrics, isTraceAccepted } = observers;
  service.addHook("onRequest", (request, reply, done) => {
    if (request.method !== "POST") return done();
    const startedAt = performance.now();
    const span = tracer.begin("request", isTraceAccepted ? traceparentOf(request) : undefined);
    const one = { ...newRequestScope(span, request.id), codes: new Set<ErrorCode>(), onPhase: metrics?.phaseEnded };
    observed.set(request, one);
    metrics?.requestBegan();
    reply.raw.once("close", () => end(request, reply, one, startedAt, observers));
    done();
  });
  // Reading the body loses the thread: what follows is tied to the request here.
  service.addHook("preHandler", (request, _reply, done) => {
    const one = observed.get(request);
    return one ? withinRequest(one, done) : done();
  });
}

/** Tells what is known of who asks and for what. */
export function noteRecord(request: FastifyRequest, record: RequestRecord): void {
  const one = observed.get(request);
  if (one) one.record = record;
}

/** Tells which errors the answer carries. */
export function noteErrors(request: FastifyRequest, codes: Iterable<ErrorCode>): void {
  for (const code of codes) observed.get(request)?.codes.add(code);
}

function end(
  request: FastifyRequest,
  reply: FastifyReply,
  { record, codes, span }: ObservedRequest,
  startedAt: number,
  { logger, metrics }: Observers,
): void {
  const ms = performance.now() - startedAt;
  const status = reply.statusCode;
  const isCutOff = !reply.raw.writableFinished;
  const outcome: Outcome = codes.size === 0 ? "whole" : status === 200 ? "partial" : "refused";
  const route = request.routeOptions.url ?? "none";
  logRequest(logger, { requestId: request.id, record, codes, status, isCutOff, ms });
  span.end(
    { requestId: request.id, route, status, outcome, isCutOff, operation: record?.operationHash ?? undefined },
    [...codes][0],
  );
  metrics?.requestEnded({ route, status, outcome, codes, ms });
}
