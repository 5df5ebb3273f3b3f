import type { EntityManager } from "@mikro-orm/postgresql";
import { forgetLoaded } from "../../../kit/load-by-key.ts";
import { Refusal } from "../../../kit/user-error.ts";
import type { EmploymentContractsContext } from "../context.ts";
import type { EmploymentContract } from "../entities/employment-contract.ts";
import { type ContractAct, isAdmitted } from "../policies/contract-status.ts";
import { isReferent, partyOf } from "../policies/internal-roles.ts";
import type { Problem } from "../policies/problem.ts";
import type { ContractParty } from "../policies/signing.ts";
import { EmploymentContracts } from "../repositories/employment-contracts.ts";
import { stateContractWork } from "./state-contract-work.ts";

/** The payload of every mutation here, without its errors. */
export interface ChangedContract {
  readonly employmentContract: EmploymentContract;
}

/**
 * Runs a change of one contract in one transaction, with the contract locked. Refuses with FORBIDDEN for a role that
 * changes no contract, and with NOT_FOUND for a contract of another organisation exactly as for one that does not exist.
 */
export async function changeContract(
  context: EmploymentContractsContext,
  id: string,
  change: (contract: EmploymentContract, em: EntityManager) => Promise<void> | void,
): Promise<ChangedContract> {
  return inTransaction(context, async (em, contracts) => {
    const contract = await contracts.lockOwn(id);
    if (!contract) throw unknownContract("contract");
    await change(contract, em);
    return contract;
  });
}

/**
 * Runs what a party does to a contract of its own, locked: the person herself, or a référent for the organisation. Whatever
 * is neither's is as unknown as what does not exist.
 */
export async function changeAsParty(
  context: EmploymentContractsContext,
  id: string,
  change: (contract: EmploymentContract, em: EntityManager, party: ContractParty) => Promise<void>,
): Promise<ChangedContract> {
  const party = partyOf(context.viewer);
  if (!party) throw new Refusal("FORBIDDEN", "A contract is signed by the person and by an insertion référent.");
  return transact(context, async (em, contracts) => {
    const contract = await contracts.lockAsParty(id);
    if (!contract) throw new Refusal("NOT_FOUND", "You are no party to such a contract.", ["contract"]);
    await change(contract, em, party);
    return contract;
  });
}

/** Runs a référent's change on rows read afresh, and forgets what the request read before it. */
export async function inTransaction(context: EmploymentContractsContext, change: Change): Promise<ChangedContract> {
  if (!isReferent(context.viewer))
    throw new Refusal("FORBIDDEN", "Only an insertion référent of the organisation that holds a contract changes it.");
  return transact(context, change);
}

type Change = (em: EntityManager, contracts: EmploymentContracts) => Promise<EmploymentContract>;

async function transact(context: EmploymentContractsContext, change: Change): Promise<ChangedContract> {
  const { viewer, today } = context;
  const contract = await context.em.transactional(async (em) => {
    const changed = await change(em, new EmploymentContracts(em, viewer, today));
    await stateContractWork(em, changed);
    return changed;
  });
  context.em.clear();
  for (const repository of [context.contracts, context.versions, context.signatures, context.planLinks])
    forgetLoaded(repository);
  return { employmentContract: contract };
}

/** One sentence for a contract of another organisation and for one that does not exist. */
export const unknownContract = (field: string): Refusal =>
  new Refusal("NOT_FOUND", "Your organisation holds no such contract.", [field]);

export function requireAdmitted(act: ContractAct, { recordedStatus }: EmploymentContract, field = "contract"): void {
  if (isAdmitted(act, recordedStatus)) return;
  const message = "The contract does not stand where this act is possible: read its status.";
  throw new Refusal("BAD_USER_INPUT", message, [field]);
}

/** Guards against changing terms that somebody else changed since the viewer read them. */
export function requireVersion(contract: EmploymentContract, version: number): void {
  if (contract.version !== version)
    throw new Refusal("CONFLICT_VERSION", "The contract was changed meanwhile: read it again, then decide.", [
      "version",
    ]);
}

export function refuseProblem(problem: Problem | null, ...parents: string[]): void {
  if (problem) throw new Refusal("BAD_USER_INPUT", problem.message, [...parents, problem.field]);
}
