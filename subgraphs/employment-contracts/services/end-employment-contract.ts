import type { EmploymentContractsContext } from "../context.ts";
import type { Day } from "../policies/calendar.ts";
import { findEndProblem } from "../policies/signature.ts";
import { type ChangedContract, changeContract, refuseProblem, requireAdmitted } from "./change-contract.ts";
import { closeContract } from "./close-contract.ts";

/**
 * Ends a signed contract, or gives up one that was never signed. A retry with the same day changes nothing.
 */
export function endEmploymentContract(
  context: EmploymentContractsContext,
  { contract: id, endedOn }: { contract: string; endedOn: Day },
): Promise<ChangedContract> {
  return changeContract(context, id, async (contract, em) => {
    if (contract.closedOn === endedOn) return;
    requireAdmitted("END", contract);
    refuseProblem(findEndProblem(contract, endedOn, context.today));
    await closeContract(em, contract, contract.signedOn === null ? "CANCELLED" : "ENDED", endedOn);
  });
}
