import type { RetentionKinds } from "../../../kit/retention/retention-kind.ts";

/** For how long contracts stay after the last of them: claims from one lapse after five years (Code civil, art. 2224). */
export const CONTRACT_YEARS = 5;

/** What a holder of contracts decides about, and within which bounds. */
export const retentionKinds = {
  EMPLOYMENT_CONTRACT: {
    description: "Contracts with their versions and links, from the end of the last of a person's contracts on.",
    leastDays: 731,
    leastBecause: "What was paid in error beside one may be claimed back for two years (CASF, art. L262-45).",
    mostDays: CONTRACT_YEARS * 365,
  },
} as const satisfies RetentionKinds;

export const retention = `Cancelled contracts and links that ended go when she asks; the others stay ${CONTRACT_YEARS} years after the last of them. Past that all of it goes without her asking; who holds them may set fewer days, down to ${retentionKinds.EMPLOYMENT_CONTRACT.leastDays}.`;
