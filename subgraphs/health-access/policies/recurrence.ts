/** So many rounds a series has at most: one a week for a year. */
export const MOST_ROUNDS = 53;

/** When something happens again: on the weekday of its first day, every so many weeks. Days are YYYY-MM-DD, both ends counted. */
export interface Recurrence {
  readonly startsOn: string;
  readonly until: string;
  readonly everyWeeks: number;
  /** Days on which it does not happen, such as public holidays; those on which it would not anyway change nothing. */
  readonly exceptDays: readonly string[];
}

/** The days on which it happens, in order; of a recurrence that is too long, one more than a series may have. */
export function daysOf({ startsOn, until, everyWeeks, exceptDays }: Recurrence): string[] {
  const days: string[] = [];
  for (let week = 0; days.length <= MOST_ROUNDS; week += everyWeeks) {
    const day = new Date(Date.parse(`${startsOn}T00:00:00Z`) + week * 7 * 86_400_000).toISOString().slice(0, 10);
    if (day > until) break;
    if (!exceptDays.includes(day)) days.push(day);
  }
  return days;
}
