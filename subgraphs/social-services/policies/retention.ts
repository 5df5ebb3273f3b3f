import type { RetentionKinds } from "../../../kit/retention/retention-kind.ts";

/** For how long a social file stays after the last contact with the person. */
export const FILE_YEARS = 2;

/** What a social service decides about, and within which bounds. */
export const retentionKinds = {
  SOCIAL_FILE: {
    description: "The social file and what hangs below it, from the last contact with the person on.",
    leastDays: 365,
    leastBecause:
      "What was decided about her rights may be contested for a year (Conseil d'État, 13 July 2016, no. 387763).",
    mostDays: FILE_YEARS * 365,
  },
} as const satisfies RetentionKinds;

export const retention = `Barriers that were lifted without anything being done about them and free texts of prescriptions that are over go when she asks; the file and what hangs below it stay ${FILE_YEARS} years after the last contact. Past that all of it goes without her asking; a service may set fewer days, down to ${retentionKinds.SOCIAL_FILE.leastDays}.`;
