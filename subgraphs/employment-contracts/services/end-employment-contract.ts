import { Refusal } from "../../../kit/user-error.ts";
import type { EmploymentContractsContext } from "../context.ts";
import type { Day } from "../policies/calendar.ts";
import { type ClosingReason, isReasonFor } from "../policies/closing-reason.ts";
import { findEndProblem } from "../policies/signature.ts";
import { type ChangedContract, changeContract, refuseProblem, requireAdmitted } from "./change-contract.ts";
import { closeContract } from "./close-contract.ts";

/**
 * Ends a signed contract, or gives up one that was never signed. A retry with the same day and
 * reason changes nothing.
 */
export function endEmploymentContract(
  context: EmploymentContractsContext,
  { contract: id, endedOn, reason }: { contract: string; endedOn: Day; reason: ClosingReason | null },
): Promise<ChangedContract> {
  return changeContract(context, id, async (contract, em) => {
    if (contract.closedOn === endedOn && (reason ?? contract.closingReason) === contract.closingReason) return;
    requireAdmitted("END", contract);
    if (reason && !isReasonFor(reason, contract.signedOn !== null))
      throw new Refusal(
        "BAD_USER_INPUT",
        "What was never signed was neither reached nor broken: give another reason.",
        ["reason"],
      );
    refuseProblem(findEndProblem(contract, endedOn, context.today));
    await closeContract(context, em, contract, contract.signedOn === null ? "CANCELLED" : "ENDED", endedOn);
    contract.closingReason = reason;
  });
}
