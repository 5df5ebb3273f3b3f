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
  const { endsOn, weeklyHours, isHoursAdjusted, commitments, personId, organizationId, textHash, recordedAt } = version;
  Object.assign(contract, {
    endsOn,
    weeklyHours,
    isHoursAdjusted,
    commitments: [...commitments],
    awaitingNumber: null,
  });
  for (const party of bothParties)
    em.persist(
      Object.assign(new ContractSignature(), {
        id: randomUUID(),
        versionId: version.id,
        personId,
        organizationId,
        party,
        medium: "ON_PAPER" as const,
        signedOn,
        textHash,
        recordedAt,
      }),
    );
}
