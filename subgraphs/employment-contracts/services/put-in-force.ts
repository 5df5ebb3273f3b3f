import type { EntityManager } from "@mikro-orm/postgresql";
import type { EmploymentContractsContext } from "../context.ts";
import type { ContractSignature } from "../entities/contract-signature.ts";
import type { ContractVersion } from "../entities/contract-version.ts";
import type { EmploymentContract } from "../entities/employment-contract.ts";
import { EmploymentContracts } from "../repositories/employment-contracts.ts";
import { closeContract } from "./close-contract.ts";
import { stateContractWork } from "./state-contract-work.ts";

/**
 * Puts a version both parties signed in force, from the day of the later signature. With the first one the contract is
 * signed, and the contract it replaces, if any, gives way in the same transaction.
 */
export async function putInForce(
  context: EmploymentContractsContext,
  em: EntityManager,
  contract: EmploymentContract,
  version: ContractVersion,
  signatures: readonly ContractSignature[],
): Promise<void> {
  const signedOn = signatures
    .map((signature) => signature.signedOn)
    .reduce((one, other) => (one > other ? one : other));
  const { endsOn, weeklyHours, isHoursAdjusted, commitments } = version;
  Object.assign(contract, {
    endsOn,
    weeklyHours,
    isHoursAdjusted,
    commitments: [...commitments],
    awaitingNumber: null,
  });
  if (contract.recordedStatus === "SIGNED") {
    // What both looked at and signed was looked at again.
    if (contract.reviewedOn === null || contract.reviewedOn < signedOn) contract.reviewedOn = signedOn;
    return;
  }
  contract.signedOn = signedOn;
  contract.recordedStatus = "SIGNED";
  if (contract.replacesId === null) return;
  const replaced = await new EmploymentContracts(em, context.viewer, context.today).lockAsParty(contract.replacesId);
  if (replaced?.recordedStatus !== "SIGNED") return;
  await closeContract(context, em, replaced, "REPLACED", signedOn < replaced.endsOn ? signedOn : replaced.endsOn);
  await stateContractWork(em, replaced);
}
