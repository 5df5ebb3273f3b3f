import { randomUUID } from "node:crypto";
import { Refusal } from "../../../kit/user-error.ts";
import type { EmploymentContractsContext } from "../context.ts";
import { ContractType } from "../entities/contract-type.ts";
import type { ContractKind } from "../policies/contract-kind.ts";
import { findTypeProblem } from "../policies/contract-type.ts";
import { isReferent } from "../policies/internal-roles.ts";
import { ContractTypes } from "../repositories/contract-types.ts";
import { refuseProblem } from "./change-contract.ts";

/** The payload of the mutations on types, without its errors. */
export interface ChangedType {
  readonly contractType: ContractType;
}

interface Opening {
  readonly name: string;
  readonly kind: ContractKind;
  readonly durationsInMonths: readonly number[];
}

/**
 * Opens a type of contracts in the viewer's organisation. From the first one on, its contracts are of a type it opened.
 * The same again answers the type that is there; the same name for something else is refused.
 */
export async function openContractType(context: EmploymentContractsContext, input: Opening): Promise<ChangedType> {
  const { viewer, today } = context;
  if (!isReferent(viewer)) throw notInsertionReferent();
  const opening = {
    ...input,
    name: input.name.trim(),
    durationsInMonths: input.durationsInMonths.toSorted((a, b) => a - b),
  };
  if (opening.name === "") throw new Refusal("BAD_USER_INPUT", "Give the type a name.", ["name"]);
  refuseProblem(findTypeProblem(opening, today));
  const contractType = await context.em.transactional(async (em) => {
    const present = await new ContractTypes(em, viewer).lockName(opening.name);
    if (present && !isSameType(present, opening))
      throw new Refusal("BAD_USER_INPUT", "This name is in use for another type: close that one first.", ["name"]);
    return (
      present ??
      em.create(ContractType, {
        ...opening,
        id: randomUUID(),
        organizationId: viewer.organization,
        openedOn: today,
        closedOn: null,
      })
    );
  });
  return { contractType };
}

export const notInsertionReferent = (): Refusal =>
  new Refusal("FORBIDDEN", "Only an insertion référent says which contracts the organisation opens.");

const isSameType = (present: ContractType, { kind, durationsInMonths }: Opening): boolean =>
  present.kind === kind && present.durationsInMonths.join() === durationsInMonths.join();
