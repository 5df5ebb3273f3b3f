import { Refusal } from "../../../kit/user-error.ts";
import type { ContractType } from "../entities/contract-type.ts";
import type { Day } from "../policies/calendar.ts";
import type { ContractKind } from "../policies/contract-kind.ts";
import { findDurationProblem } from "../policies/contract-type.ts";
import type { ContractTypes } from "../repositories/contract-types.ts";
import { refuseProblem } from "./change-contract.ts";

interface Opening {
  readonly kind: ContractKind;
  readonly startsOn: Day;
  readonly terms: { readonly endsOn: Day };
  /** Null from a client that names the kind alone. */
  readonly contractType: string | null;
}

/**
 * The type under which a contract is opened; null where the organisation opened none and the law alone decides, or where
 * several types fit a client that names none.
 */
export async function typeOfContract(types: ContractTypes, opening: Opening): Promise<ContractType | null> {
  const { kind, startsOn, terms, contractType } = opening;
  const open = await types.open();
  if (contractType !== null && !open.some(({ id }) => id === contractType))
    throw new Refusal("NOT_FOUND", "Your organisation opens no such type: read contractTypes.", ["contractType"]);
  if (open.length === 0) return null;
  const ofKind = open.filter((type) => type.kind === kind && (contractType === null || type.id === contractType));
  if (ofKind.length === 0)
    throw new Refusal("BAD_USER_INPUT", "Your organisation opens no such contract: read contractTypes.", ["kind"]);
  const problems = ofKind.map((type) => findDurationProblem(type.durationsInMonths, startsOn, terms.endsOn));
  if (problems.every((problem) => problem !== null)) refuseProblem(problems[0]!, "terms");
  const fitting = ofKind.filter((_, index) => problems[index] === null);
  return fitting.length === 1 ? fitting[0]! : null;
}
