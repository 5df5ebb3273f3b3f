import type { EmploymentContractsContext } from "../context.ts";
import { type ChangedContract, changeContract } from "./change-contract.ts";
import { endLink } from "./close-contract.ts";

/** Ends the link in force of a contract. Without one nothing changes and the answer is the same, so a retry is safe. */
export function unlinkPlanExtract(
  context: EmploymentContractsContext,
  { contract: id }: { contract: string },
): Promise<ChangedContract> {
  return changeContract(context, id, (contract, em) => endLink(context, em, contract));
}
