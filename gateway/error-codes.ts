/** The closed list of codes a client can meet; each is explained in `docs/errors.md`. */
export const errorCodes = [
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "BAD_USER_INPUT",
  "NOT_FOUND",
  "SOURCE_UNAVAILABLE",
  "SOURCE_TIMEOUT",
  "SOURCE_INVALID",
  "CONSENT_REQUIRED",
  "CONSENT_UNVERIFIABLE",
  "CONFLICT_VERSION",
  "IDEMPOTENCY_MISMATCH",
  "OUTCOME_UNKNOWN",
  "RATE_LIMITED",
  "TOO_COMPLEX",
  "OVERLOADED",
  "DEADLINE",
  "OPERATION_NOT_REGISTERED",
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Asking the same again later may succeed, without the client changing anything. */
const retryable = new Set<ErrorCode>([
  "SOURCE_UNAVAILABLE",
  "SOURCE_TIMEOUT",
  "CONSENT_UNVERIFIABLE",
  "RATE_LIMITED",
  "OVERLOADED",
  "DEADLINE",
]);

export const isRetryable = (code: ErrorCode): boolean => retryable.has(code);

/** Codes only the hub may say; a source that sends one of them, or an unknown one, has failed. */
const hubOnly = new Set<ErrorCode>([
  "SOURCE_TIMEOUT",
  "SOURCE_INVALID",
  "TOO_COMPLEX",
  "DEADLINE",
  "OPERATION_NOT_REGISTERED",
]);

/** GraphQL servers' common words for an operation they did not understand: the hub's own, which the client never saw. */
const notUnderstood: ReadonlySet<unknown> = new Set(["GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED"]);

/** The code of a source's error, as far as the hub passes it on. */
export function codeFromSource(code: unknown): ErrorCode {
  if (notUnderstood.has(code)) return "SOURCE_INVALID";
  const known = errorCodes.find((one) => one === code);
  return known && !hubOnly.has(known) ? known : "SOURCE_UNAVAILABLE";
}
