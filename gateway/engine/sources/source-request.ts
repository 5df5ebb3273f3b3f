import type { SourceOutcome } from "../transport.ts";

/** One GraphQL request to one source, and how long its answer is waited for. */
export interface SourceRequest {
  readonly source: string;
  readonly isMutation: boolean;
  /** The request as JSON text in UTF-8: every attempt sends these very bytes. */
  readonly body: Uint8Array;
  /** The Authorization header of one attempt, asked for anew each time; it may tell the source how long it has. */
  readonly authorize: (waitMs: number) => string | Promise<string>;
  /** Instant of `performance.now()` after which nobody waits any more. */
  readonly deadlineAt: number;
  /** Gives the request up when it is aborted. A request that changes something has none: it is carried through. */
  readonly signal?: AbortSignal | undefined;
  readonly observe?: ObserveAttempt | undefined;
}

/** A request whose time is shared out: `deadlineAt` is now when the source, too, must have answered. */
export interface TimedRequest extends SourceRequest {
  /** True when the source's own time ends first, false when the caller's does. */
  readonly isSourceTime: boolean;
}

/** Why an attempt brought no answer. */
export type FaultKind =
  /** No connection, or one that broke. */
  | "unreachable"
  /** HTTP 5xx. */
  | "failing"
  /** HTTP 429. */
  | "busy"
  /** HTTP 401 or 403: it does not trust who asks. */
  | "forbidding"
  /** No GraphQL result, or one longer than the cap. */
  | "invalid"
  /** The source's time was over. */
  | "late"
  /** The caller's time was over, which says nothing of the source. */
  | "expired"
  /** The caller went away. */
  | "abandoned"
  /** Not sent: the source failed so often of late that it is left in peace. */
  | "resting"
  /** Not sent: too many others wait for the same source. */
  | "crowded";

export interface SourceFault {
  readonly kind: FaultKind;
  /** False when not a byte left for the source, so that it has done nothing. */
  readonly wasSent: boolean;
  /** How long to wait before asking again, where somebody knows. */
  readonly retryAfterMs?: number | undefined;
}

export interface Attempted {
  readonly outcome: SourceOutcome<SourceFault>;
  /** Bytes of the body that was read. */
  readonly bytes: number;
}

/** One layer of calling a source; `attempt` counts from 1. None of them ever rejects. */
export type Ask = (request: TimedRequest, attempt: number) => Promise<Attempted>;

export interface AttemptStart {
  readonly source: string;
  readonly isMutation: boolean;
  readonly attempt: number;
}

export interface AttemptEnd {
  readonly kind: "answered" | FaultKind;
  /** From the wish to ask to the last byte, the wait in line included. */
  readonly ms: number;
  readonly bytes: number;
}

/** Told when an attempt starts; what it returns is told how the attempt ended. */
export type ObserveAttempt = (start: AttemptStart) => (end: AttemptEnd) => void;

export const faultOf = (attempted: Attempted): SourceFault | undefined =>
  "failure" in attempted.outcome ? attempted.outcome.failure : undefined;

export const failed = (kind: FaultKind, wasSent: boolean, retryAfterMs?: number): Attempted => ({
  outcome: { failure: { kind, wasSent, retryAfterMs } },
  bytes: 0,
});
