const paris = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Paris" });

/** The day of an instant where the hub's subjects live, as `YYYY-MM-DD`. */
const dayOf = (instant: Date): string => paris.format(instant);

/** The last day for an answer: the same day of the next month, or the last of that month (GDPR, art. 12(3)). */
export function dueOn(requestedAt: Date): string {
  const [year, month, day] = dayOf(requestedAt).split("-").map(Number) as [number, number, number];
  const lastOfNext = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month, Math.min(day, lastOfNext))).toISOString().slice(0, 10);
}

/** Whether a request that was not answered should have been by now. */
export const isLate = (requestedAt: Date, now: Date): boolean => dayOf(now) > dueOn(requestedAt);
