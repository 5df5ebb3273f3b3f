import { Agent } from "undici";
import { HOP_SCHEME } from "../kit/hop-token.ts";
import { originOf } from "../kit/origin-of.ts";
import type { Peers } from "../kit/peer-keys.ts";
import { currentRequest } from "../kit/request-scope.ts";
import { signHop } from "../kit/sign-hop.ts";
import type { SigningKey } from "../kit/signing-key.ts";
import { type Door, overHttp, type Sending, throughDoor } from "./engine/sources/exchange.ts";
import { createSourceCaller, type SourceCaller } from "./engine/sources/source-caller.ts";
import type { ObserveAttempt, SourceFault } from "./engine/sources/source-request.ts";
import type { SourceError } from "./engine/transport.ts";
import type { ErrorCode } from "./error-codes.ts";
import type { Limits } from "./limits.ts";
import { apart } from "./observed-attempt.ts";
import type { RequestRecord, SourceState } from "./request-record.ts";

export type SourceOutcome =
  | {
      readonly data: Record<string, unknown> | null;
      readonly errors: readonly SourceError[];
      readonly extensions?: unknown;
    }
  | { readonly failure: ErrorCode; readonly state: SourceState; readonly retryAfterMs?: number | undefined };

/** The ways into sources that run in this process, by their base URL as `peers` has it. */
export type Doors = ReadonlyMap<string, Door>;

export interface SourceCallOptions {
  readonly key: SigningKey;
  readonly peers: Peers;
  readonly doors: Doors;
  readonly limits: Limits;
  /** Told of each attempt to reach a source. */
  readonly observe: ObserveAttempt;
}

export interface SourceCall {
  readonly source: string;
  /** The GraphQL request as JSON text. */
  readonly body: string;
  readonly isMutation: boolean;
}

/** Calls the sources in a viewer's name, with the hub's limits. */
export class SourceCalls {
  readonly #options: SourceCallOptions;
  readonly #agent: Agent;
  readonly #caller: SourceCaller;

  constructor(options: SourceCallOptions) {
    const { limits } = options;
    this.#options = options;
    // One pool a source. Sources keep idle connections 65 s: the hub lets go first, so it never writes to a closed one.
    const connections = limits.sourceConcurrency;
    this.#agent = new Agent({ keepAliveTimeout: 30_000, connections, connect: { timeout: 1_000 } });
    this.#caller = createSourceCaller((sending) => this.#carry(sending), {
      timeoutMs: limits.sourceTimeoutMs,
      answerBytes: limits.sourceAnswerBytes,
      mostInFlight: limits.sourceConcurrency,
      mostWaiting: limits.sourceWaiting,
      longestWaitMs: limits.sourceWaitMs,
      breaker: { failures: limits.breakerFailures, windowMs: limits.breakerWindowMs, restMs: limits.breakerRestMs },
      retryPauseMs: limits.retryPauseMs,
    });
  }

  /** How each source asked so far fares. */
  health(): ReturnType<SourceCaller["health"]> {
    return this.#caller.health();
  }

  call(asked: SourceCall, record: RequestRecord): Promise<SourceOutcome> {
    return apart(() => this.#call(asked, record));
  }

  async #call({ source, isMutation, ...call }: SourceCall, record: RequestRecord): Promise<SourceOutcome> {
    const { key, observe } = this.#options;
    const { requestId, clientGone, viewer } = record;
    const body = Buffer.from(call.body);
    // Sent along with a change, so that its source makes it once.
    const idempotency = isMutation ? record.idempotency : null;
    const hop = { issuer: "gateway", audience: source, viewer, requestId, idempotency, body };
    const outcome = await this.#caller.call({
      source,
      isMutation,
      body,
      authorize: async (waitMs) => `${HOP_SCHEME} ${await signHop(key, { ...hop, waitMs })}`,
      deadlineAt: performance.now() + record.deadlineAt - Date.now(),
      // A change that is being made is not cut off because its reader left: it would end as "outcome unknown".
      signal: isMutation ? undefined : clientGone,
      observe,
    });
    return "failure" in outcome ? inWordsOfTheHub(outcome.failure, isMutation) : outcome;
  }

  async close(): Promise<void> {
    await this.#agent.close();
  }

  #carry(sending: Sending) {
    const { peers, doors } = this.#options;
    const base = Object.hasOwn(peers, sending.source) ? peers[sending.source] : undefined;
    if (base === undefined) return Promise.resolve({ failure: "unreachable", wasSent: false } as const);
    const door = doors.get(base);
    const traced = { ...sending, traceparent: currentRequest()?.span.traceparent };
    return door ? throughDoor(door, traced) : overHttp(this.#agent, originOf(base), traced);
  }
}

const words: Record<SourceFault["kind"], readonly [ErrorCode, SourceState]> = {
  unreachable: ["SOURCE_UNAVAILABLE", "down"],
  failing: ["SOURCE_UNAVAILABLE", "down"],
  resting: ["SOURCE_UNAVAILABLE", "down"],
  abandoned: ["SOURCE_UNAVAILABLE", "down"],
  forbidding: ["SOURCE_UNAVAILABLE", "refused"],
  busy: ["OVERLOADED", "refused"],
  crowded: ["OVERLOADED", "refused"],
  invalid: ["SOURCE_INVALID", "invalid"],
  late: ["SOURCE_TIMEOUT", "slow"],
  expired: ["DEADLINE", "slow"],
};

/** A change is only known not to have been made when it was never sent, or refused before it began. */
function inWordsOfTheHub({ kind, wasSent, retryAfterMs }: SourceFault, isMutation: boolean): SourceOutcome {
  const [failure, state] = words[kind];
  const isKnown = !isMutation || !wasSent || state === "refused";
  return isKnown ? { failure, state, retryAfterMs } : { failure: "OUTCOME_UNKNOWN", state };
}
