import type { EntityManager } from "@mikro-orm/postgresql";
import { Refusal } from "../../../kit/user-error.ts";
import { stateWork } from "../../work.ts";
import type { EmploymentContractsContext } from "../context.ts";
import type { EmploymentContract } from "../entities/employment-contract.ts";
import { type ContractAct, isAdmitted } from "../policies/contract-status.ts";
import { workOf } from "../policies/contract-work.ts";
import { isReferent } from "../policies/internal-roles.ts";
import type { Problem } from "../policies/problem.ts";
import { EmploymentContracts } from "../repositories/employment-contracts.ts";

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

/** Runs a change on rows read afresh, and forgets what the request read before it. */
export async function inTransaction(
  context: EmploymentContractsContext,
  change: (em: EntityManager, contracts: EmploymentContracts) => Promise<EmploymentContract>,
): Promise<ChangedContract> {
  const { viewer, today } = context;
  if (!isReferent(viewer))
    throw new Refusal("FORBIDDEN", "Only an insertion référent of the organisation that holds a contract changes it.");
  const contract = await context.em.transactional(async (em) => {
    const changed = await change(em, new EmploymentContracts(em, viewer, today));
    await stateWork(em, "employment-contracts", changed, workOf(changed));
    return changed;
  });
  context.em.clear();
  context.contracts.byId.clearAll();
  context.contracts.byReplaced.clearAll();
  context.versions.byContract.clearAll();
  context.planLinks.activeByContract.clearAll();
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
