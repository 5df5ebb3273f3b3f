import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { ConstraintCode, GoalCode, HoursGround, StepCode } from "./plan-labels.ts";
import type { PlanStepStatus } from "./support-words.ts";

/** Days are `YYYY-MM-DD`, hours are hours a week in halves. */
export interface StepContent {
  readonly label: StepCode;
  readonly status: PlanStepStatus;
  readonly startsOn?: string | null;
  readonly endsOn?: string | null;
  readonly weeklyHours?: number | null;
  readonly careOffer?: string | null;
}

export interface GoalContent {
  readonly label: GoalCode;
  readonly steps: readonly StepContent[];
}

export interface ConstraintContent {
  readonly label: ConstraintCode;
  readonly startsOn?: string | null;
  readonly endsOn?: string | null;
  readonly hoursGround?: HoursGround | null;
}

/** What a version of a plan holds. */
export interface PlanContent {
  readonly goals: readonly GoalContent[];
  readonly constraints: readonly ConstraintContent[];
}

/** A mistake in a content and where it stands, or undefined when there is none. */
export function mistakeOf({ goals, constraints }: PlanContent): { field: string[]; message: string } | undefined {
  const dated = [
    ...goals.flatMap(({ steps }, goal) =>
      steps.map((line, step) => ({ line, path: ["goals", String(goal), "steps", String(step)] })),
    ),
    ...constraints.map((line, index) => ({ line, path: ["constraints", String(index)] })),
  ];
  for (const { line, path } of dated) {
    if (line.startsOn && line.endsOn && line.endsOn < line.startsOn)
      return { field: [...path, "endsOn"], message: "This day is before the day it starts on." };
    const hours = "weeklyHours" in line ? line.weeklyHours : null;
    if (hours && !Number.isInteger(hours * 2))
      return { field: [...path, "weeklyHours"], message: "Give the hours a week in halves, for example 1.5." };
  }
  const misplaced = constraints.findIndex(({ label, hoursGround }) => hoursGround && label !== "LIMITED_WEEKLY_HOURS");
  return misplaced < 0
    ? undefined
    : {
        field: ["constraints", String(misplaced), "hoursGround"],
        message: "A ground is given for LIMITED_WEEKLY_HOURS alone.",
      };
}

/** SHA-256 in hexadecimal of the RFC 8785 form of a content: equal exactly when the content is. */
export function fingerprintOf({ goals, constraints }: PlanContent): string {
  const content = {
    goals: goals.map(({ label, steps }) => ({
      label,
      steps: steps.map((step) => ({
        label: step.label,
        status: step.status,
        startsOn: step.startsOn ?? null,
        endsOn: step.endsOn ?? null,
        weeklyHours: step.weeklyHours ?? null,
        careOffer: step.careOffer ?? null,
      })),
    })),
    constraints: constraints.map(({ label, startsOn, endsOn, hoursGround }) => ({
      label,
      startsOn: startsOn ?? null,
      endsOn: endsOn ?? null,
      // Left out when there is none, as it was before grounds were: the fingerprints that stand stay true.
      ...(hoursGround ? { hoursGround } : {}),
    })),
  };
  return sha256(canonicalForm(content));
}

/** The RFC 8785 form of a value of ours, which always has one. */
export function canonicalForm(value: object): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error("This value has no canonical form.");
  return text;
}

export const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");
