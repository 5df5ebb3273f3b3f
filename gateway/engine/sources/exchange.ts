import type { Dispatcher } from "undici";
import { afterFairTime } from "../fair-deadline.ts";
import { type HttpOutcome, post } from "../http-transport.ts";

/** One attempt, as it is handed to whatever carries it. */
export interface Sending {
  readonly source: string;
  readonly body: Uint8Array;
  readonly authorization: string;
  /** W3C Trace Context: what this attempt is part of. */
  readonly traceparent?: string | undefined;
  readonly timeoutMs: number;
  /** The longest answer that is read, in bytes. */
  readonly maxBytes: number;
  readonly signal: AbortSignal | undefined;
}

/** Carries one attempt to its source and its answer back; never rejects. */
export type Exchange = (sending: Sending) => Promise<HttpOutcome>;

/** Where a source answers: the origin of its URL, over connections that are kept. */
export function overHttp(dispatcher: Dispatcher, origin: string, sending: Sending): Promise<HttpOutcome> {
  const { authorization, traceparent } = sending;
  const headers = ["content-type", "application/json", "accept", "application/json", "authorization", authorization];
  if (traceparent !== undefined) headers.push("traceparent", traceparent);
  return post(dispatcher, { ...sending, origin, path: "/graphql", headers });
}

/**
 * The way into a source that runs in this process: what it takes and gives is what would be written on a connection, so
 * nothing but text is ever shared.
 */
export type Door = (call: {
  readonly body: Uint8Array;
  readonly authorization: string;
  readonly traceparent?: string | undefined;
  readonly signal: AbortSignal;
}) => Promise<{ readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly text: string }>;

/** The same as over HTTP, without a connection: deadline, abort and cap hold, whatever the source does. */
export function throughDoor(door: Door, sending: Sending): Promise<HttpOutcome> {
  const { body, authorization, traceparent, timeoutMs, maxBytes, signal } = sending;
  if (signal?.aborted) return Promise.resolve({ failure: "aborted", wasSent: false });
  return new Promise((resolve) => {
    const left = new AbortController();
    const end = (outcome: HttpOutcome) => {
      stopTimer();
      signal?.removeEventListener("abort", abandon);
      resolve(outcome);
      if ("failure" in outcome) left.abort();
    };
    const abandon = () => end({ failure: "aborted", wasSent: true });
    const stopTimer = afterFairTime(Math.max(1, timeoutMs), () => end({ failure: "late", wasSent: true }));
    signal?.addEventListener("abort", abandon);
    door({ body, authorization, traceparent, signal: left.signal }).then(
      ({ status, headers, text }) => {
        const bytes = Buffer.byteLength(text);
        end(bytes > maxBytes ? { failure: "too-large", wasSent: true } : { status, headers, text, bytes });
      },
      () => end({ failure: "unreachable", wasSent: true }),
    );
  });
}
