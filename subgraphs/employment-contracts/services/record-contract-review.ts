import type { EmploymentContractsContext } from "../context.ts";
import type { Day } from "../policies/calendar.ts";
import { findReviewProblem } from "../policies/review.ts";
import { type ChangedContract, changeContract, refuseProblem, requireAdmitted } from "./change-contract.ts";

/**
 * Records that the plan of a signed contract was looked at again and nothing had to change; a change is an amendment. A
 * retry with the same day changes nothing.
 */
export function recordContractReview(
  context: EmploymentContractsContext,
  { contract: id, reviewedOn }: { contract: string; reviewedOn: Day },
): Promise<ChangedContract> {
  return changeContract(context, id, (contract) => {
    requireAdmitted("REVIEW", contract);
    refuseProblem(findReviewProblem(contract, reviewedOn, context.today));
    contract.reviewedOn = reviewedOn;
  });
}
