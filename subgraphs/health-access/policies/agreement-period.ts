/** For how many months an agreement binds; a further period is an agreement of its own. */
export const AGREEMENT_MONTHS = 6;
/** How many disciplines have concluded together before a person is accompanied at home. */
export const LEAST_DISCIPLINES = 2;
/** How many days before its end an association is reminded, and may agree on a further period. */
export const REMINDER_DAYS = 30;

/** Who takes part in a diagnosis. */
export const disciplines = {
  NURSING: "Nursing care.",
  PSYCHOLOGY: "Psychology.",
  SPECIAL_EDUCATION: "Special education.",
  SOCIAL_WORK: "Social work.",
  MEDICINE: "Medicine.",
  OCCUPATIONAL_THERAPY: "Occupational therapy.",
} as const;
export type Discipline = keyof typeof disciplines;

/** Days are strings `YYYY-MM-DD`. */
type Day = string;

export function addDays(day: Day, days: number): Day {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** The last day of a period of six months: the day before the same day of the month, or before its month's end. */
export function lastDayOf(startsOn: Day): Day {
  const [year = 0, month = 0, day = 0] = startsOn.split("-").map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month + AGREEMENT_MONTHS, 0)).getUTCDate();
  // A period that begins on the 31st ends with a shorter month, not a day before its end.
  if (day > lastOfMonth) return new Date(Date.UTC(year, month + AGREEMENT_MONTHS, 0)).toISOString().slice(0, 10);
  return addDays(new Date(Date.UTC(year, month - 1 + AGREEMENT_MONTHS, day)).toISOString().slice(0, 10), -1);
}
