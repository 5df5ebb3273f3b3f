import { GraphQLError, type SourceLocation } from "graphql";
import { type ErrorCode, isRetryable } from "./error-codes.ts";
import { type Language, messageOf } from "./messages.ts";

/** Keys and list positions from the root of the client's answer. */
export type AnswerPath = readonly (string | number)[];

/** What went wrong, before it is put into words for one client. */
export interface Problem {
  readonly code: ErrorCode;
  /** Name of the source that could not serve. */
  readonly source?: string | undefined;
  /** A sentence that names no value of anybody's record; else the fixed text of the code is used. */
  readonly message?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly path?: AnswerPath | undefined;
  readonly locations?: readonly SourceLocation[] | undefined;
}

/** One entry of `errors`, exactly as clients receive it. */
export interface AnsweredError {
  readonly message: string;
  readonly locations?: readonly SourceLocation[];
  readonly path?: AnswerPath;
  readonly extensions: {
    readonly code: ErrorCode;
    readonly source?: string;
    readonly retryable: boolean;
    readonly retryAfterMs?: number;
    readonly requestId: string;
  };
}

/** `isKeyed`: the request carries an idempotency key, so that sending it again does nothing twice. */
export function answerError(problem: Problem, requestId: string, language: Language, isKeyed = false): AnsweredError {
  const { code, source, retryAfterMs, path, locations } = problem;
  return {
    message: problem.message ?? messageOf(code, language),
    ...(locations ? { locations } : {}),
    ...(path ? { path } : {}),
    extensions: {
      code,
      ...(source ? { source } : {}),
      retryable: isRetryable(code) || (isKeyed && code === "OUTCOME_UNKNOWN"),
      ...(retryAfterMs ? { retryAfterMs } : {}),
      requestId,
    },
  };
}

/** A request the hub does not serve at all. `status` is the HTTP status; `headers` are added to the answer. */
export class RequestRefused extends GraphQLError {
  readonly problem: Problem;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, problem: Problem, headers: Readonly<Record<string, string>> = {}) {
    super(problem.code, { extensions: { code: problem.code, http: { status } } });
    this.problem = problem;
    this.status = status;
    this.headers = headers;
  }
}
