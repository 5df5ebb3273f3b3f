import type { RetentionKinds } from "../../../kit/retention/retention-kind.ts";

/** For how long it stays that a support took place, after its end. */
export const SUPPORT_YEARS = 2;

/** What an association decides about, and within which bounds. */
export const retentionKinds = {
  HEALTH_RECORD: {
    description:
      "Diagnoses, advice, assessments, plans, extracts and appointments of a support, from its end on; never longer than that it took place.",
    leastDays: 0,
    leastBecause: "Nothing obliges to keep them once the support is over (GDPR, art. 5(1)(e)).",
    mostDays: SUPPORT_YEARS * 365,
  },
  HEALTH_SUPPORT: {
    description: "That a support took place, with its acts, from its end on.",
    leastDays: 548,
    leastBecause: "Those who fund it are owed the accounts of a year until June of the next (law 2000-321, art. 10).",
    mostDays: SUPPORT_YEARS * 365,
  },
} as const satisfies RetentionKinds;

export const retention = `Observations, advice, assessments, plans, extracts and appointments go when she asks, once the support has ended, and registrations for workshops once the session is over; that it took place stays ${SUPPORT_YEARS} years after its end. Past that all of it goes without her asking; an association may set fewer days, down to ${retentionKinds.HEALTH_SUPPORT.leastDays} for the support and none for the rest.`;
