import { REMINDER_DAYS } from "./agreement-period.ts";

/** Why the thread of a support risks breaking. */
export const ruptureKinds = {
  NO_CONTACT: "Nobody of the association has met or reached the person for too long.",
  MISSED_APPOINTMENTS: "She missed several appointments in a row.",
  PLAN_STEP_OVERDUE: "A step of her plan was to have ended and has not.",
  AGREEMENT_ENDING: "Her agreement ends soon or is over, and no other follows it.",
} as const;
export type RuptureKind = keyof typeof ruptureKinds;

/** What the association does next about an alert. */
export const ruptureActions = {
  CALL_PERSON: "Call her.",
  VISIT_HER: "Visit her at home.",
  CONTACT_PRESCRIBER: "Ask the professional who prescribed the support.",
  NEW_APPOINTMENT: "Agree on another appointment.",
  REVISE_PLAN: "Revise the plan with her.",
  TEAM_MEETING: "Speak of it in the team.",
} as const;
export type RuptureAction = keyof typeof ruptureActions;

/** When an association is alerted, unless it says otherwise; of an agreement, never before it may be renewed. */
export const DEFAULT_THRESHOLDS = {
  daysWithoutContact: 21,
  missedInARow: 2,
  daysBeforeAgreementEnds: REMINDER_DAYS,
} as const;

/** For how many days at most an acknowledged alert stays silent. */
export const ACKNOWLEDGED_FOR_DAYS = 60;
