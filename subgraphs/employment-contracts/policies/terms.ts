import { holdsSocialSecurityNumber } from "../../social-security-number.ts";
import { addMonths, type Day, findMistypedDay } from "./calendar.ts";
import {
  type ContractKind,
  FORMER_KINDS_CLOSED_ON,
  FORMER_KINDS_REPLACED_BEFORE,
  isFormerKind,
} from "./contract-kind.ts";
import type { Problem } from "./problem.ts";

/** What the parties agreed: the part of a contract that each version states whole. */
export interface Terms {
  readonly endsOn: Day;
  readonly weeklyHours: number | null;
  readonly isHoursAdjusted: boolean;
  readonly commitments: readonly string[];
}

/** Hours a week that the plan of a contrat d'engagement sets at least, unless adjusted (Code du travail L5411-6). */
export const LEAST_WEEKLY_HOURS = 15;
/** A bound of ours against typing errors, not of the law: one period, from its first day to its end. */
const LONGEST_PERIOD_MONTHS = 24;
/** The same for how far ahead a contract may begin. */
const FURTHEST_START_MONTHS = 12;

/** A period of a contract, first or renewed: ordered, of a sensible length, within the calendar of its kind. */
export function findPeriodProblem(kind: ContractKind, startsOn: Day, endsOn: Day): Problem | null {
  if (endsOn <= startsOn) return { field: "endsOn", message: "The end must come after the start of the period." };
  if (endsOn > addMonths(startsOn, LONGEST_PERIOD_MONTHS))
    return { field: "endsOn", message: `One period lasts at most ${LONGEST_PERIOD_MONTHS} months: renew it later.` };
  if (isFormerKind(kind) && endsOn > FORMER_KINDS_REPLACED_BEFORE)
    return {
      field: "endsOn",
      message: `A ${kind} ends on ${FORMER_KINDS_REPLACED_BEFORE} at the latest: replace it by a contrat d'engagement.`,
    };
  return null;
}

/** A contract of a former kind may only be recorded when it began before its kind was closed. */
export function findOpeningProblem(kind: ContractKind, startsOn: Day, today: Day): Problem | null {
  if (isFormerKind(kind) && startsOn >= FORMER_KINDS_CLOSED_ON)
    return {
      field: "startsOn",
      message: `No ${kind} begins on or after ${FORMER_KINDS_CLOSED_ON}: open a contrat d'engagement instead.`,
    };
  if (startsOn > addMonths(today, FURTHEST_START_MONTHS))
    return { field: "startsOn", message: `A contract begins within ${FURTHEST_START_MONTHS} months: check its year.` };
  return findMistypedDay("startsOn", startsOn);
}

/**
 * Hours of a contrat d'engagement. Fewer than the least must be declared as adjusted, and nothing asks or stores why: it
 * may be her health, a disability or a child without care.
 */
export function findHoursProblem(kind: ContractKind, { weeklyHours, isHoursAdjusted }: Terms): Problem | null {
  if (kind !== "CONTRAT_ENGAGEMENT")
    return isHoursAdjusted
      ? { field: "isHoursAdjusted", message: "Only the hours of a contrat d'engagement can be adjusted." }
      : null;
  if (weeklyHours === null) return { field: "weeklyHours", message: "A contrat d'engagement sets weekly hours." };
  if (weeklyHours < LEAST_WEEKLY_HOURS && !isHoursAdjusted)
    return {
      field: "weeklyHours",
      message: `A contrat d'engagement sets at least ${LEAST_WEEKLY_HOURS} hours a week, unless they are adjusted.`,
    };
  if (weeklyHours >= LEAST_WEEKLY_HOURS && isHoursAdjusted)
    return {
      field: "isHoursAdjusted",
      message: `${LEAST_WEEKLY_HOURS} hours or more need no adjustment: leave isHoursAdjusted out.`,
    };
  return null;
}

export function findCommitmentsProblem({ commitments }: Terms): Problem | null {
  return commitments.some(holdsSocialSecurityNumber)
    ? { field: "commitments", message: "Remove the social security number: the hub never stores one." }
    : null;
}

export const areSameTerms = (one: Terms, other: Terms): boolean =>
  one.endsOn === other.endsOn &&
  one.weeklyHours === other.weeklyHours &&
  one.isHoursAdjusted === other.isHoursAdjusted &&
  one.commitments.length === other.commitments.length &&
  one.commitments.every((commitment, index) => commitment === other.commitments[index]);
