import type { EntityManager } from "@mikro-orm/postgresql";
import { stateWork } from "../../work.ts";
import type { EmploymentContract } from "../entities/employment-contract.ts";
import { workOf } from "../policies/contract-work.ts";
import { awaitedNumber } from "../policies/signing.ts";
import { ContractVersions } from "../repositories/contract-versions.ts";

/** States what waits about a contract, in the running transaction: its signature, that of a change, its renewal. */
export async function stateContractWork(em: EntityManager, contract: EmploymentContract): Promise<void> {
  const awaited = contract.recordedStatus === "SIGNED" ? awaitedNumber(contract) : null;
  const proposed = awaited === null ? null : await new ContractVersions(em).numbered(contract, awaited);
  await stateWork(em, "employment-contracts", contract, workOf(contract, proposed?.recordedAt ?? null));
}
