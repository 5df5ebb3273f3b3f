import { Refusal } from "../../../kit/user-error.ts";
import type { EmploymentContractsContext } from "../context.ts";
import type { Day } from "../policies/calendar.ts";
import type { SignatureMedium } from "../policies/signing.ts";
import { type ChangedContract, changeContract } from "./change-contract.ts";
import { signVersion } from "./sign-version.ts";

interface Recording {
  readonly contract: string;
  readonly version: number;
  readonly textHash: string;
  readonly signedOn: Day;
  readonly medium: SignatureMedium;
  readonly documentHash: string;
}

/**
 * Records the signature the person gave outside the hub, under the text of one version, with the hash of the document that
 * bears it. A retry with the same day changes nothing.
 */
export function recordContractSignature(
  context: EmploymentContractsContext,
  { contract: id, medium, ...signing }: Recording,
): Promise<ChangedContract> {
  return changeContract(context, id, (contract, em) => {
    if (medium === "IN_HUB")
      throw new Refusal("BAD_USER_INPUT", "She signs in the hub herself, and nobody in her place.", ["medium"]);
    return signVersion(context, em, contract, { ...signing, medium, parties: ["PERSON"] });
  });
}
