import { holdsSocialSecurityNumber } from "../../social-security-number.ts";
import { addMonths, type Day, nextDay } from "./calendar.ts";
import { type ContractKind, FORMER_KINDS_REPLACED_BEFORE, isFormerKind } from "./contract-kind.ts";
import type { Problem } from "./problem.ts";

/** The lengths a type of contract may have, in months: those the Départements use. */
export const localDurations: readonly number[] = [3, 6, 9, 12];

interface TypeOpening {
  readonly name: string;
  readonly kind: ContractKind;
  readonly durationsInMonths: readonly number[];
}

/** A territory narrows what the law leaves open, and widens nothing. */
export function findTypeProblem({ name, kind, durationsInMonths }: TypeOpening, today: Day): Problem | null {
  if (holdsSocialSecurityNumber(name))
    return { field: "name", message: "Remove the social security number: the hub never stores one." };
  if (isFormerKind(kind) && today >= FORMER_KINDS_REPLACED_BEFORE)
    return { field: "kind", message: `No ${kind} runs any more since ${FORMER_KINDS_REPLACED_BEFORE}.` };
  const isKnown = durationsInMonths.every((months) => localDurations.includes(months));
  if (!isKnown || new Set(durationsInMonths).size !== durationsInMonths.length)
    return { field: "durationsInMonths", message: `Durations are among ${localDurations.join(", ")}, each once.` };
  return null;
}

/** Whether a period lasts so many months: until the day before, or until the same day of the month. */
export const lasts = (startsOn: Day, endsOn: Day, months: number): boolean =>
  [endsOn, nextDay(endsOn)].includes(addMonths(startsOn, months));

/** A period of one of the durations of a type. */
export function findDurationProblem(durationsInMonths: readonly number[], startsOn: Day, endsOn: Day): Problem | null {
  if (durationsInMonths.some((months) => lasts(startsOn, endsOn, months))) return null;
  const message = `Your organisation opens such contracts for ${durationsInMonths.join(", ")} months: read contractTypes.`;
  return { field: "endsOn", message };
}
