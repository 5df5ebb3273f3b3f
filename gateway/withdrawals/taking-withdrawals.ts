import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "../../kit/logger.ts";
import { answerOf } from "../answer-contract.ts";
import type { ErrorCode } from "../error-codes.ts";
import type { Front, HubAnswer } from "../hub.ts";
import type { Limits } from "../limits.ts";
import type { Loss, RequestRecord } from "../request-record.ts";
import { REGISTRY } from "../viewer-registry.ts";
import { type AskedWithdrawal, readWithdrawals } from "./asked-withdrawals.ts";
import { noteOf } from "./withdrawal-note.ts";
import type { Withdrawals } from "./withdrawals.ts";

export interface TakingOptions {
  readonly withdrawals: Withdrawals;
  readonly limits: Limits;
  readonly logger: Logger;
}

/** With these the registry did not say what became of a withdrawal; with any other code it refused it. */
const UNANSWERED: ReadonlySet<ErrorCode> = new Set([
  "CONSENT_UNVERIFIABLE",
  "SOURCE_UNAVAILABLE",
  "SOURCE_TIMEOUT",
  "SOURCE_INVALID",
  "OUTCOME_UNKNOWN",
  "OVERLOADED",
  "DEADLINE",
]);

/** Longer than any copy of the gateway may still write an answer that it was allowed before. */
const ACKNOWLEDGED_AFTER_MS = 750;

/**
 * A hub in which a withdrawal always succeeds: what the registry took is written down as well, and what it could not be
 * asked is written down instead. Then its payload tells that it was made, and each record asked with it as lost.
 */
export function takingWithdrawals(hub: Pick<Front, "answer">, options: TakingOptions): Pick<Front, "answer"> {
  return {
    async answer(asked, record) {
      const answer = await hub.answer(asked, record);
      const { data } = answer.result as { data?: Record<string, unknown> | null };
      if (!data) return answer;
      const reached = readWithdrawals(asked).filter(({ key }) => isUndecided(key, data, record));
      const made: AskedWithdrawal[] = [];
      for (const one of reached) if ((await isTaken(one, record, options)) && data[one.key] === null) made.push(one);
      if (made.length === 0) return answer;
      await pause(ACKNOWLEDGED_AFTER_MS);
      return tellMade(answer, made, record, options.limits);
    },
  };
}

/** Whether the registry may have made it: it answered, or it was not heard. */
function isUndecided(key: string, data: Readonly<Record<string, unknown>>, { lost }: RequestRecord): boolean {
  if (data[key] !== null) return data[key] !== undefined;
  return lost.some(({ path, code }) => path.length === 1 && path[0] === key && UNANSWERED.has(code));
}

async function isTaken(one: AskedWithdrawal, record: RequestRecord, options: TakingOptions): Promise<boolean> {
  try {
    return (await options.withdrawals.take(noteOf(record, one), record.requestId)) !== "unknown";
  } catch (error) {
    // Nothing is told to have been made then.
    options.logger.error({ err: error, requestId: record.requestId }, "a withdrawal could not be written down");
    return false;
  }
}

function tellMade(
  { status, headers, result }: HubAnswer,
  made: readonly AskedWithdrawal[],
  record: RequestRecord,
  limits: Limits,
): HubAnswer {
  const keys = new Set<unknown>(made.map(({ key }) => key));
  const losses = made.flatMap(({ key, payload }) =>
    Object.entries(payload).flatMap(([name, value]): Loss[] =>
      value === null ? [{ path: [key, name], code: "CONSENT_UNVERIFIABLE", source: REGISTRY }] : [],
    ),
  );
  record.lost = [...record.lost.filter(({ path }) => !keys.has(path[0])), ...losses];
  const payloads = Object.fromEntries(made.map(({ key, payload }) => [key, payload]));
  const data = { ...(result.data as Record<string, unknown>), ...payloads };
  return { status, headers, result: answerOf(data, record.lost, record, limits) };
}
