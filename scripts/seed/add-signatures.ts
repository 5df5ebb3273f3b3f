import { randomUUID } from "node:crypto";
import type { EntityManager } from "@mikro-orm/postgresql";
import { ContractSignature } from "../../subgraphs/employment-contracts/entities/contract-signature.ts";
import type { ContractVersion } from "../../subgraphs/employment-contracts/entities/contract-version.ts";
import type { EmploymentContract } from "../../subgraphs/employment-contracts/entities/employment-contract.ts";
import { bothParties } from "../../subgraphs/employment-contracts/policies/signing.ts";

/** Both parties signed on paper that day: the version is in force. */
export function addSignatures(
  em: EntityManager,
  contract: EmploymentContract,
  version: ContractVersion,
  signedOn: string,
): void {
  const { endsOn, weeklyHours, isHoursAdjusted, commitments } = version;
  Object.assign(contract, {
    endsOn,
    weeklyHours,
    isHoursAdjusted,
    commitments: [...commitments],
    awaitingNumber: null,
  });
  for (const party of bothParties) addSignature(em, version, { party, medium: "ON_PAPER", signedOn });
}

/** One party signed that day, recorded with the version unless said otherwise. Without `recordedBy` nobody was signed in who did. */
export function addSignature(
  em: EntityManager,
  { id: versionId, personId, organizationId, textHash, recordedAt }: ContractVersion,
  signed: Pick<ContractSignature, "party" | "medium" | "signedOn"> &
    Partial<Pick<ContractSignature, "recordedBy" | "recordedAt">>,
): void {
  const signature = { id: randomUUID(), versionId, personId, organizationId, textHash, recordedAt, ...signed };
  em.persist(Object.assign(new ContractSignature(), signature));
}
