import type { Problem } from "./problem.ts";

/** Calendar days are strings `YYYY-MM-DD`: their alphabetical order is their order in time. */
export type Day = string;

/** No day of a contract lies before: a bound of ours against typing errors, older than every kind of contract. */
const EARLIEST: Day = "2000-01-01";

const parisDay = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Paris" });

/** The day it is in France at this instant: legal days begin there, wherever the server stands. */
export const dayOf = (instant: Date): Day => parisDay.format(instant);

/** Adds whole months. Where the month reached has no such day, the period ends on its last day. */
export function addMonths(day: Day, months: number): Day {
  const [year = 0, month = 0, dayOfMonth = 0] = day.split("-").map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month - 1 + months + 1, 0));
  const reached = Math.min(dayOfMonth, lastOfMonth.getUTCDate());
  return `${lastOfMonth.toISOString().slice(0, 8)}${String(reached).padStart(2, "0")}`;
}

/** The day after. */
export function nextDay(day: Day): Day {
  const [year = 0, month = 0, dayOfMonth = 0] = day.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, dayOfMonth + 1)).toISOString().slice(0, 10);
}

/** False for a text of another shape, and for a day no calendar has. */
export const isDay = (text: unknown): text is Day =>
  typeof text === "string" && /^\d{4}-\d{2}-\d{2}$/.test(text) && addMonths(text, 0) === text;

/** A day so long ago that its year must be mistyped. */
export const findMistypedDay = (field: string, day: Day): Problem | null =>
  day < EARLIEST ? { field, message: `A day before ${EARLIEST} cannot be meant: check its year.` } : null;

/** How many whole months lie from the first day to the last, both included. */
export function wholeMonths(first: Day, last: Day): number {
  const end = nextDay(last);
  let months = 0;
  while (addMonths(first, months + 1) <= end) months += 1;
  return months;
}

/** Days from one day to another, negative when it is past. */
export const daysUntil = (from: Day, to: Day): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
