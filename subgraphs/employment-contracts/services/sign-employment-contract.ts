import { stateWork } from "../../work.ts";
import type { EmploymentContractsContext } from "../context.ts";
import type { Day } from "../policies/calendar.ts";
import { workOf } from "../policies/contract-work.ts";
import { findSignatureProblem } from "../policies/signature.ts";
import { EmploymentContracts } from "../repositories/employment-contracts.ts";
import { type ChangedContract, changeContract, refuseProblem, requireAdmitted } from "./change-contract.ts";
import { closeContract } from "./close-contract.ts";

/**
 * Records a signature; the contract it replaces, if any, gives way in the same transaction. A retry with the same day
 * changes nothing.
 */
export function signEmploymentContract(
  context: EmploymentContractsContext,
  { contract: id, signedOn }: { contract: string; signedOn: Day },
): Promise<ChangedContract> {
  return changeContract(context, id, async (contract, em) => {
    if (contract.signedOn === signedOn) return;
    requireAdmitted("SIGN", contract);
    refuseProblem(findSignatureProblem(contract, signedOn, context.today));
    contract.signedOn = signedOn;
    contract.recordedStatus = "SIGNED";
    if (contract.replacesId === null) return;
    const replaced = await new EmploymentContracts(em, context.viewer, context.today).lockOwn(contract.replacesId);
    if (replaced?.recordedStatus !== "SIGNED") return;
    await closeContract(em, replaced, "REPLACED", signedOn < replaced.endsOn ? signedOn : replaced.endsOn);
    await stateWork(em, "employment-contracts", replaced, workOf(replaced));
  });
}
