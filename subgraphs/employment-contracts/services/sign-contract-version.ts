import type { EmploymentContractsContext } from "../context.ts";
import { type ChangedContract, changeAsParty } from "./change-contract.ts";
import { signVersion } from "./sign-version.ts";

interface Signing {
  readonly contract: string;
  readonly version: number;
  readonly textHash: string;
}

/**
 * Signs, today and for the viewer's own side, the very text she read: for the person herself, or for the organisation
 * that holds the contract. Signing again changes nothing.
 */
export function signContractVersion(
  context: EmploymentContractsContext,
  { contract: id, version, textHash }: Signing,
): Promise<ChangedContract> {
  return changeAsParty(context, id, (contract, em, party) =>
    signVersion(context, em, contract, {
      version,
      textHash,
      parties: [party],
      signedOn: context.today,
      medium: "IN_HUB",
      documentHash: null,
    }),
  );
}
