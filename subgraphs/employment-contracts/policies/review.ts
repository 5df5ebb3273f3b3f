import { addMonths, type Day } from "./calendar.ts";
import type { RecordedStatus } from "./contract-status.ts";
import type { Problem } from "./problem.ts";

/** The law says "periodically" (Code du travail L5411-6); this period is ours. */
export const REVIEW_MONTHS = 3;

interface Reviewed {
  readonly recordedStatus: RecordedStatus;
  readonly startsOn: Day;
  readonly endsOn: Day;
  readonly signedOn: Day | null;
  /** Day of the last review, or of the last change both parties signed. */
  readonly reviewedOn: Day | null;
}

/** The day by which the plan of a signed contract is to be looked at again; null where its end comes first. */
export function reviewDueOn({ recordedStatus, startsOn, endsOn, signedOn, reviewedOn }: Reviewed): Day | null {
  const last = reviewedOn ?? signedOn;
  if (recordedStatus !== "SIGNED" || last === null) return null;
  const due = addMonths(last > startsOn ? last : startsOn, REVIEW_MONTHS);
  return due < endsOn ? due : null;
}

/** A review is recorded once it took place, after the signature and after the review before it. */
export function findReviewProblem({ signedOn, reviewedOn }: Reviewed, on: Day, today: Day): Problem | null {
  if (on > today) return { field: "reviewedOn", message: "A review is recorded once it has taken place." };
  const before = reviewedOn ?? signedOn;
  return before !== null && on < before
    ? { field: "reviewedOn", message: "A review comes after the signature and after the review before it." }
    : null;
}
