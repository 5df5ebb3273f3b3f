import type { Logger } from "../kit/logger.ts";
import type { ErrorCode } from "./error-codes.ts";
import type { RequestRecord } from "./request-record.ts";

/** One line a request: enough to find it and to see which source was slow, nothing about anybody.
 * An operation is told by its hash: its name and its text are the client's words, which may say anything. */
export function logRequest(
  logger: Logger,
  request: {
    requestId: string;
    record: RequestRecord | undefined;
    codes: ReadonlySet<ErrorCode>;
    status: number;
    isCutOff: boolean;
    ms: number;
  },
): void {
  const { requestId, record, codes, status, isCutOff, ms } = request;
  logger.info(
    {
      requestId,
      operation: record?.operationHash ?? null,
      organization: record?.viewer?.organization ?? null,
      sources: Object.fromEntries(record?.sources ?? []),
      errors: record?.lost.length ?? 0,
      codes: [...codes],
      status,
      isCutOff,
      ms: Math.round(ms),
    },
    "request",
  );
}
