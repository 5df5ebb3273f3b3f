import { type Agent, request } from "undici";
import { HOP_SCHEME, signHop } from "../kit/hop-token.ts";
import type { Peers } from "../kit/peer-keys.ts";
import type { SigningKey } from "../kit/signing-key.ts";
import type { Viewer } from "../kit/viewer.ts";
import { startFairDeadline } from "./engine/fair-deadline.ts";
import type { ErrorCode } from "./error-codes.ts";
import type { SourceState } from "./request-record.ts";

/** An error of a source, still unfiltered. */
export interface SourceError {
  readonly path?: unknown;
  readonly message?: unknown;
  readonly extensions?: { readonly code?: unknown };
}

export type SourceOutcome =
  | { readonly data: Record<string, unknown> | null; readonly errors: readonly SourceError[] }
  | { readonly failure: ErrorCode; readonly state: SourceState; readonly retryAfterMs?: number | undefined };

export interface SourceCall {
  readonly source: string;
  /** The GraphQL request as JSON text. */
  readonly body: string;
  readonly viewer: Viewer;
  readonly requestId: string;
  readonly isMutation: boolean;
  readonly clientGone: AbortSignal;
  readonly timeoutMs: number;
  /** True when `timeoutMs` is what is left of the whole operation rather than the source's own share. */
  readonly isLastMoment: boolean;
}

interface CallEnvironment {
  readonly agent: Agent;
  readonly key: SigningKey;
  readonly peers: Peers;
  readonly answerBytes: number;
}

const down = { failure: "SOURCE_UNAVAILABLE", state: "down" } as const;
const invalid = { failure: "SOURCE_INVALID", state: "invalid" } as const;
const MAX_RETRY_AFTER_SECONDS = 300;

/** The answer grew past the cap: the connection is dropped and nothing of it is used. */
class AnswerTooLarge extends Error {}

/** Sends one operation to one source over a kept-alive connection; follows no redirect; never throws. */
export async function callSource(call: SourceCall, environment: CallEnvironment): Promise<SourceOutcome> {
  const { peers } = environment;
  const base = Object.hasOwn(peers, call.source) ? peers[call.source] : undefined;
  if (!base) return down;
  const deadline = startFairDeadline(Math.max(1, call.timeoutMs));
  // A change that is being made is not cut off because its reader left: it would end as "outcome unknown".
  const signal = call.isMutation ? deadline.signal : AbortSignal.any([deadline.signal, call.clientGone]);
  try {
    const outcome = await send(call, new URL("/graphql", base), signal, environment);
    return "failure" in outcome && call.isMutation && outcome.state !== "refused"
      ? { failure: "OUTCOME_UNKNOWN", state: outcome.state }
      : outcome;
  } catch (error) {
    return describeFailure(error, call, deadline.signal.aborted);
  } finally {
    deadline.clear();
  }
}

async function send(
  call: SourceCall,
  url: URL,
  signal: AbortSignal,
  { agent, key, answerBytes }: CallEnvironment,
): Promise<SourceOutcome> {
  const body = Buffer.from(call.body);
  const { source, viewer, requestId } = call;
  const token = await signHop(key, { issuer: "gateway", audience: source, viewer, requestId, body });
  const answer = await request(url, {
    dispatcher: agent,
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/json",
      authorization: `${HOP_SCHEME} ${token}`,
    },
    body,
    signal,
  });
  const { statusCode, headers } = answer;
  const text = await readUpTo(answer.body, answerBytes);
  if (statusCode === 401 || statusCode === 403) return { failure: "SOURCE_UNAVAILABLE", state: "refused" };
  if (statusCode === 429) return { failure: "OVERLOADED", state: "refused", retryAfterMs: retryAfter(headers) };
  if (statusCode >= 500) return { ...down, retryAfterMs: retryAfter(headers) };
  const isJson = /^application\/(graphql-response\+)?json\b/i.test(String(headers["content-type"] ?? ""));
  return isJson && (statusCode < 300 || statusCode >= 400) ? readResult(text, statusCode) : invalid;
}

async function readUpTo(body: AsyncIterable<Buffer>, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limit) throw new AnswerTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function readResult(text: string, statusCode: number): SourceOutcome {
  let result: { data?: unknown; errors?: unknown } | null;
  try {
    result = JSON.parse(text) as typeof result;
  } catch {
    return invalid;
  }
  if (typeof result !== "object" || result === null || Array.isArray(result)) return invalid;
  const { data = null } = result;
  const errors = Array.isArray(result.errors) ? result.errors.filter(isErrorShape) : [];
  if (typeof data !== "object" || Array.isArray(data)) return invalid;
  if (data === null && errors.length === 0) return invalid;
  if (statusCode >= 400 && errors.length === 0) return invalid;
  return { data: data as Record<string, unknown> | null, errors };
}

const isErrorShape = (error: unknown): error is SourceError => typeof error === "object" && error !== null;

function describeFailure(error: unknown, call: SourceCall, isLate: boolean): SourceOutcome {
  const code = (error as { code?: string }).code;
  if (error instanceof AnswerTooLarge) {
    return call.isMutation ? { failure: "OUTCOME_UNKNOWN", state: "invalid" } : invalid;
  }
  const wasNeverSent = code === "ECONNREFUSED" || code === "ENOTFOUND" || code === "UND_ERR_CONNECT_TIMEOUT";
  if (wasNeverSent) return down;
  const state = isLate ? "slow" : "down";
  if (call.isMutation) return { failure: "OUTCOME_UNKNOWN", state };
  if (isLate) return { failure: call.isLastMoment ? "DEADLINE" : "SOURCE_TIMEOUT", state };
  return down;
}

/** Only the form in seconds is used, and never beyond what a client can sensibly wait. */
function retryAfter(headers: Record<string, string | string[] | undefined>): number | undefined {
  const seconds = Number(headers["retry-after"]);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, MAX_RETRY_AFTER_SECONDS) * 1000 : undefined;
}
