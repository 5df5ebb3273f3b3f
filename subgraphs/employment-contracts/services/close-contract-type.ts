import { Refusal } from "../../../kit/user-error.ts";
import type { EmploymentContractsContext } from "../context.ts";
import { isReferent } from "../policies/internal-roles.ts";
import { ContractTypes } from "../repositories/contract-types.ts";
import { type ChangedType, notInsertionReferent } from "./open-contract-type.ts";

/** Opens no further contract of a type; those that run go on under its name and durations. Again, it changes nothing. */
export async function closeContractType(
  { em, viewer, today }: EmploymentContractsContext,
  { contractType: id }: { contractType: string },
): Promise<ChangedType> {
  if (!isReferent(viewer)) throw notInsertionReferent();
  const contractType = await em.transactional(async (transaction) => {
    const type = await new ContractTypes(transaction, viewer).own(id);
    if (!type) throw new Refusal("NOT_FOUND", "Your organisation opens no such type.", ["contractType"]);
    type.closedOn ??= today;
    return type;
  });
  return { contractType };
}
