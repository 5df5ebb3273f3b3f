import type { SourceOutcome } from "../transport.ts";
import { type BreakerState, CircuitBreaker } from "./circuit-breaker.ts";
import type { Exchange } from "./exchange.ts";
import { withGate } from "./gate.ts";
import { readAnswer } from "./read-answer.ts";
import { withRetry } from "./retry.ts";
import type { SourcePolicy } from "./source-policy.ts";
import { type Ask, failed, faultOf, type SourceFault, type SourceRequest } from "./source-request.ts";
import { WaitingLine } from "./waiting-line.ts";

/** How a source fares, for those who watch over the hub. */
export interface SourceHealth {
  readonly breaker: BreakerState;
  readonly inFlight: number;
  readonly waiting: number;
}

export interface SourceCaller {
  /** Never rejects but for a request that cannot be authorized, and answers by the request's deadline. */
  call(request: SourceRequest): Promise<SourceOutcome<SourceFault>>;
  /** Of every source that was asked so far. */
  health(): Readonly<Record<string, SourceHealth>>;
}

/** Calls sources within what `policy` allows; each source has a breaker and a line of its own. */
export function createSourceCaller(exchange: Exchange, policy: SourcePolicy): SourceCaller {
  const sources = new Map<string, { ask: Ask; breaker: CircuitBreaker; line: WaitingLine }>();
  const reach = (name: string) => {
    const known = sources.get(name);
    if (known) return known;
    const breaker = new CircuitBreaker(policy.breaker);
    const line = new WaitingLine(policy.mostInFlight, policy.mostWaiting);
    const gated = withGate(askOnce(exchange, policy.answerBytes), breaker, line, policy.longestWaitMs);
    const source = { ask: withRetry(observed(gated), policy.retryPauseMs), breaker, line };
    sources.set(name, source);
    return source;
  };
  return {
    async call(request) {
      const sourceEndsAt = performance.now() + policy.timeoutMs;
      const isSourceTime = sourceEndsAt <= request.deadlineAt;
      const deadlineAt = isSourceTime ? sourceEndsAt : request.deadlineAt;
      const { outcome } = await reach(request.source).ask({ ...request, deadlineAt, isSourceTime }, 1);
      return outcome;
    },
    health: () =>
      Object.fromEntries(
        [...sources].map(([name, { breaker, line }]) => [
          name,
          { breaker: breaker.state, inFlight: line.taken, waiting: line.waiting },
        ]),
      ),
  };
}

function askOnce(exchange: Exchange, maxBytes: number): Ask {
  return async (request) => {
    const { source, body, signal, deadlineAt, isSourceTime } = request;
    const tooLate = isSourceTime ? "late" : "expired";
    const authorization = await request.authorize(Math.max(1, Math.floor(deadlineAt - performance.now())));
    const timeoutMs = deadlineAt - performance.now();
    if (timeoutMs <= 0) return failed(tooLate, false);
    const answer = await exchange({ source, body, authorization, timeoutMs, maxBytes, signal });
    if (!("failure" in answer)) return { outcome: readAnswer(answer), bytes: answer.bytes };
    const kinds = { late: tooLate, aborted: "abandoned", "too-large": "invalid", unreachable: "unreachable" } as const;
    return failed(kinds[answer.failure], answer.wasSent);
  };
}

function observed(ask: Ask): Ask {
  return async (request, attempt) => {
    const { source, isMutation, observe } = request;
    if (!observe) return ask(request, attempt);
    const startedAt = performance.now();
    const end = observe({ source, isMutation, attempt });
    const attempted = await ask(request, attempt);
    const kind = faultOf(attempted)?.kind ?? "answered";
    end({ kind, ms: performance.now() - startedAt, bytes: attempted.bytes });
    return attempted;
  };
}
