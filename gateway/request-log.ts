import type { FastifyReply } from "fastify";
import type { Logger } from "../kit/logger.ts";
import type { RequestRecord } from "./request-record.ts";

/** One line a request: enough to find it and to see which source was slow, nothing about anybody. */
export function logRequest(
  logger: Logger,
  request: { requestId: string; record: RequestRecord | undefined; reply: FastifyReply; startedAt: number },
): void {
  const { requestId, record, reply, startedAt } = request;
  logger.info(
    {
      requestId,
      operation: record?.operationName?.slice(0, 64) ?? null,
      organization: record?.viewer?.organization ?? null,
      sources: Object.fromEntries(record?.sources ?? []),
      errors: record?.losses.length ?? 0,
      status: reply.statusCode,
      isCutOff: !reply.raw.writableFinished,
      ms: Math.round(performance.now() - startedAt),
    },
    "request",
  );
}
