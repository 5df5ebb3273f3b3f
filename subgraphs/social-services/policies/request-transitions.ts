import type { RequestState } from "./file-words.ts";

const OPEN: readonly RequestState[] = ["WAITING_ADDITIONAL_INFORMATION", "INVESTIGATION_ONGOING", "ADJOURNED"];
const ANY_OTHER: readonly RequestState[] = [...OPEN, "ACCEPTED", "REFUSED", "CLOSED_BY_BENEFICIARY", "DISMISSED"];

/** States a request may move to. A refusal or dismissal may be appealed; what is granted or given up is a new request. */
export function nextStates(state: RequestState): RequestState[] {
  if (OPEN.includes(state)) return ANY_OTHER.filter((next) => next !== state);
  if (state === "REFUSED" || state === "DISMISSED") return ["WAITING_ADDITIONAL_INFORMATION", "INVESTIGATION_ONGOING"];
  return [];
}

/** States that must be explained. */
export const isReasonRequired = (state: RequestState): boolean =>
  state === "REFUSED" || state === "ADJOURNED" || state === "DISMISSED";
