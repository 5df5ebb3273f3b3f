import { during } from "../kit/request-scope.ts";
import { answerOf } from "./answer-contract.ts";
import { RequestRefused } from "./errors.ts";
import { askFence, type FenceOptions } from "./fence.ts";
import type { AskedText, Front, HubAnswer } from "./hub.ts";
import type { Limits } from "./limits.ts";
import { hubFailed } from "./request-problems.ts";
import { beginPass, type Pass, type RequestRecord } from "./request-record.ts";

/** An answer that must be written in the turn it is given, with its result as the text to write. */
export type FencedAnswer = HubAnswer & { readonly text: string };

/**
 * Answers an operation with nothing that was taken back meanwhile. What the registry says was, makes the operation run once
 * more, as if it had been asked only now; what it cannot vouch for even then is left out, as during an outage.
 *
 * A change is never made twice: under an idempotency key it is read again, and without one its outcome is not told.
 */
export async function answerFenced(
  hub: Pick<Front, "answer">,
  asked: AskedText,
  record: RequestRecord,
  options: FenceOptions,
): Promise<FencedAnswer> {
  for (let pass: Pass | undefined = "first"; pass; ) {
    if (pass !== "first") beginPass(record, pass);
    const answer: HubAnswer = await hub.answer(asked, record);
    const text = JSON.stringify(answer.result);
    const verdict = await during("fence", () => askFence(record, options));
    if (verdict === "current") return { ...answer, text };
    const isOver: boolean = pass !== "first" || verdict === "unknown";
    if (record.hasChanged && (isOver || !record.idempotency)) return outcomeUnknown(answer, record, options.limits);
    if (pass === "unverifiable") break;
    pass = isOver ? "unverifiable" : "again";
  }
  throw new RequestRefused(503, hubFailed, { "retry-after": "2" });
}

/** What was changed may not be shown, and a client who reads that it was not made would make it again. */
function outcomeUnknown({ status, headers, result }: HubAnswer, record: RequestRecord, limits: Limits): FencedAnswer {
  const names = Object.keys(result.data ?? {});
  record.lost = names.map((name) => ({ path: [name], code: "OUTCOME_UNKNOWN", source: "" }));
  const withheld = answerOf(Object.fromEntries(names.map((name) => [name, null])), record.lost, record, limits);
  return { status, headers, result: withheld, text: JSON.stringify(withheld) };
}
