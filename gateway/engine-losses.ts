import type { Loss as EngineLoss } from "./engine/losses.ts";
import type { ErrorCode } from "./error-codes.ts";
import { type Loss, noteSource, type RequestRecord } from "./request-record.ts";
import { type Reason, reasonOf } from "./source-losses.ts";

/** How a call that brought nothing is told to the engine, which hands it back with every field lost by it. */
export interface CallFailure {
  readonly code: ErrorCode;
  readonly retryAfterMs?: number | undefined;
}

/** What the engine found lost, in the hub's codes; sources that sent what was not asked are noted as such. */
export function lossesOfEngine(losses: readonly EngineLoss<CallFailure>[], record: RequestRecord): Loss[] {
  const told = losses.map(({ path, source, cause }): Loss => {
    if (cause.kind === "invalid" && source !== "") noteSource(record, source, "invalid");
    return { path, source, ...reason(cause) };
  });
  // In the order of places: the order of arrival would tell how far each source had got.
  return told.sort((one, other) => (JSON.stringify(one.path) < JSON.stringify(other.path) ? -1 : 1));
}

function reason(cause: EngineLoss<CallFailure>["cause"]): Reason {
  switch (cause.kind) {
    case "failed":
      return cause.failure;
    case "refused":
      return reasonOf(cause.error);
    case "absent":
      return { code: "NOT_FOUND" };
    case "invalid":
      return { code: "SOURCE_INVALID" };
    case "cancelled":
      return { code: "DEADLINE" };
  }
}
