import type { OutreachServiceCode, StopFee } from "./outreach-words.ts";
import { parisDay } from "./paris-day.ts";

/** Where and when a unit stops and what it offers there: all of it is published. */
export interface StopPlan {
  readonly placeName: string;
  readonly address?: string | null;
  /** INSEE code. */
  readonly communeCode: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly services: OutreachServiceCode[];
  readonly isAtPartnerPremises: boolean;
  /** Absent where the organiser says nothing of it: nothing is assumed. */
  readonly fee?: StopFee | null;
}

type Period = Pick<StopPlan, "startsAt" | "endsAt">;

export const isSamePlan = (one: StopPlan, other: StopPlan): boolean =>
  JSON.stringify(comparable(one)) === JSON.stringify(comparable(other));

const comparable = (plan: StopPlan) => [
  plan.placeName,
  plan.address ?? null,
  plan.communeCode,
  plan.startsAt.getTime(),
  plan.endsAt.getTime(),
  [...new Set(plan.services)].sort(),
  plan.isAtPartnerPremises,
  plan.fee ?? null,
];

/** Why a plan cannot be one of a round of that day, with the input field; null for a good one. */
export function planProblem(
  { startsAt, endsAt, services }: StopPlan,
  heldOn: string,
  now: Date,
): { readonly field: keyof StopPlan; readonly message: string } | null {
  if (services.length === 0) return { field: "services", message: "Say what is offered at the stop." };
  if (parisDay(startsAt) !== heldOn) return { field: "startsAt", message: "A stop is on the day of its round." };
  if (parisDay(endsAt) !== heldOn || endsAt <= startsAt)
    return { field: "endsAt", message: "A stop ends after it began, on the day of its round." };
  return endsAt <= now ? { field: "endsAt", message: "A stop is planned before it is over." } : null;
}

/** A unit is in one place at a time. */
export const doOverlap = (one: Period, other: Period): boolean =>
  one.startsAt < other.endsAt && other.startsAt < one.endsAt;
