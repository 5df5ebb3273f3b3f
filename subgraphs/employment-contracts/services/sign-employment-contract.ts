import type { EmploymentContractsContext } from "../context.ts";
import type { Day } from "../policies/calendar.ts";
import { bothParties } from "../policies/signing.ts";
import { type ChangedContract, changeContract } from "./change-contract.ts";
import { signVersion } from "./sign-version.ts";

interface Signing {
  readonly contract: string;
  /** Without it the first version, which makes the contract signed: a retry never signs a change proposed meanwhile. */
  readonly version: number | null;
  readonly signedOn: Day;
}

/**
 * Records that both parties signed on paper on one day; whoever of them signed before keeps that signature. A retry with
 * the same day changes nothing.
 */
export function signEmploymentContract(
  context: EmploymentContractsContext,
  { contract: id, version, signedOn }: Signing,
): Promise<ChangedContract> {
  return changeContract(context, id, (contract, em) =>
    signVersion(context, em, contract, {
      version: version ?? 1,
      textHash: null,
      parties: bothParties,
      signedOn,
      medium: "ON_PAPER",
      documentHash: null,
    }),
  );
}
