import { Refusal } from "../../../kit/user-error.ts";
import type { EmploymentContractsContext } from "../context.ts";
import { versionStatus } from "../policies/signing.ts";
import { ContractSignatures } from "../repositories/contract-signatures.ts";
import { ContractVersions } from "../repositories/contract-versions.ts";
import { type ChangedContract, changeContract, requireAdmitted, requireVersion } from "./change-contract.ts";

/**
 * Takes back what was proposed and not signed by both; the terms in force stay as they are. A retry changes nothing. A
 * contract that was never signed is ended instead.
 */
export function giveUpContractVersion(
  context: EmploymentContractsContext,
  { contract: id, version: number }: { contract: string; version: number },
): Promise<ChangedContract> {
  return changeContract(context, id, async (contract, em) => {
    requireVersion(contract, number);
    requireAdmitted("GIVE_UP_VERSION", contract);
    const version = await new ContractVersions(em).numbered(contract, number);
    const signatures = version ? await new ContractSignatures(em).under(version) : [];
    if (!version || versionStatus(contract, version, signatures.length) === "SIGNED")
      throw new Refusal("BAD_USER_INPUT", "What both have signed is changed by an amendment.", ["version"]);
    contract.awaitingNumber = null;
  });
}
