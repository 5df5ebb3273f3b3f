const DAY_MS = 86_400_000;

/** The past is told from the day this program began: a run that crosses midnight tells one story. */
const noon = new Date().setUTCHours(12, 0, 0, 0);

/** Noon in Greenwich so many days before today, days to come being negative; `hours` later. */
export const instantAgo = (days: number, hours = 0): Date => new Date(noon - days * DAY_MS + hours * 3_600_000);

/** A day so many days before today, as `YYYY-MM-DD`. */
export const dayAgo = (days: number): string => instantAgo(days).toISOString().slice(0, 10);
