import { answerError, type Problem, type RequestRefused } from "./errors.ts";
import type { AnsweredResult, HubAnswer } from "./hub.ts";
import type { Limits } from "./limits.ts";
import { hubFailed } from "./request-problems.ts";
import type { RequestRecord } from "./request-record.ts";

/** The answer to an operation that was run: what was found, and one error for each place that was lost. */
export function answerOf(
  data: unknown,
  problems: readonly Problem[],
  record: RequestRecord,
  limits: Limits,
): AnsweredResult {
  const isKeyed = record.idempotency !== null;
  const errors = problems
    .slice(0, limits.errors)
    .map((one) => answerError(one, record.requestId, record.language, isKeyed));
  const omitted = problems.length - errors.length;
  return {
    ...(errors.length > 0 ? { errors } : {}),
    ...(data === undefined ? {} : { data }),
    extensions: {
      requestId: record.requestId,
      ...(record.cost ? { cost: record.cost } : {}),
      ...(record.sources.size > 0 ? { sources: Object.fromEntries([...record.sources].sort()) } : {}),
      ...(omitted > 0 ? { errorsOmitted: omitted } : {}),
    },
  };
}

/** The answer to an operation that was not run: the request is to blame, or client and proxies are told to come back. */
export function refusalOf(problems: readonly Problem[], record: RequestRecord, limits: Limits): HubAnswer {
  const result = answerOf(undefined, problems, record, limits);
  return problems.includes(hubFailed)
    ? { status: 503, headers: { "retry-after": "2" }, result }
    : { status: 400, headers: {}, result };
}

/** The answer to a request the hub refuses with a status of its own. */
export function refused(
  { status, headers, problem }: RequestRefused,
  record: RequestRecord,
  limits: Limits,
): HubAnswer {
  return { status, headers, result: answerOf(undefined, [problem], record, limits) };
}
