import { Refusal } from "../../../kit/user-error.ts";
import type { EmploymentContractsContext } from "../context.ts";
import type { Day } from "../policies/calendar.ts";
import { type ChangedContract, changeContract, requireAdmitted } from "./change-contract.ts";
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
    if (endedOn > context.today)
      throw new Refusal("BAD_USER_INPUT", "An end is recorded once it has come.", ["endedOn"]);
    if (contract.signedOn !== null && endedOn < contract.signedOn)
      throw new Refusal("BAD_USER_INPUT", "The end comes after the signature.", ["endedOn"]);
    await closeContract(em, contract, contract.signedOn === null ? "CANCELLED" : "ENDED", endedOn);
  });
}
