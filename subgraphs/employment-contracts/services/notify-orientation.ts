import type { EmploymentContractsContext } from "../context.ts";
import type { Day } from "../policies/calendar.ts";
import { findOrientationProblem } from "../policies/signature.ts";
import { type ChangedContract, changeContract, refuseProblem, requireAdmitted } from "./change-contract.ts";

/**
 * Records that an orientation decision was notified: a draft then awaits its signature, and a re-orientation opens a new
 * month to sign. A retry with the same day changes nothing.
 */
export function notifyOrientation(
  context: EmploymentContractsContext,
  { contract: id, orientationNotifiedOn }: { contract: string; orientationNotifiedOn: Day },
): Promise<ChangedContract> {
  return changeContract(context, id, (contract) => {
    if (contract.orientationNotifiedOn === orientationNotifiedOn) return;
    requireAdmitted("NOTIFY_ORIENTATION", contract);
    refuseProblem(findOrientationProblem(contract.orientationNotifiedOn, orientationNotifiedOn, context.today));
    contract.orientationNotifiedOn = orientationNotifiedOn;
    contract.recordedStatus = "AWAITING_SIGNATURE";
  });
}
