import OpeningHours from "opening_hours";
import type { LocalMoment } from "./local-moment.ts";

/** When a place is open in an ordinary week. Days differ by place and time zone: minutes are of the local week. */
export interface OpeningWeek {
  /** From the minute, up to but without the other; 0 is Monday midnight, 10 080 the end of Sunday. */
  readonly openMinutes: readonly (readonly [number, number])[];
  readonly isClosedOnHolidays: boolean;
}

/** A week without a public holiday, a change of the clock or a turn of the year. */
const MONDAY = new Date(2026, 0, 5);
const NEXT_MONDAY = new Date(2026, 0, 12);
const MINUTE = 60_000;
export const LONGEST_NOTATION = 500;

const HOLIDAYS_OFF = /(?:^|[;,])\s*PH\s+(?:off|closed)\s*(?=;|$)/gi;
/** School holidays differ by zone and year, and the sun by place: what depends on them is told in words alone. */
const UNFIT = /\b(?:SH|sunrise|sunset|dawn|dusk)\b/i;

/**
 * Reads opening hours in the OpenStreetMap notation, if they say the same of every week. Null for what is no such notation,
 * for what changes with the season, and for what is open "by appointment" only: there nobody can say that it is open.
 */
export function readOpeningHours(notation: string): OpeningWeek | null {
  if (notation.length > LONGEST_NOTATION || UNFIT.test(notation)) return null;
  const ordinary = notation.replace(HOLIDAYS_OFF, "");
  try {
    const hours = new OpeningHours(ordinary, null);
    if (!hours.isWeekStable()) return null;
    const sure = hours.getOpenIntervals(MONDAY, NEXT_MONDAY).filter(([, , isUnknown]) => !isUnknown);
    const openMinutes = sure.map(([from, to]) => [minuteOf(from), minuteOf(to)] as const);
    return openMinutes.length > 0 ? { openMinutes, isClosedOnHolidays: ordinary !== notation } : null;
  } catch {
    return null;
  }
}

export const isOpen = (
  { openMinutes, isClosedOnHolidays }: OpeningWeek,
  { minuteOfWeek, isHoliday }: LocalMoment,
): boolean =>
  !(isHoliday && isClosedOnHolidays) && openMinutes.some(([from, to]) => from <= minuteOfWeek && minuteOfWeek < to);

/** The minutes as PostgreSQL writes an int4multirange. */
export const toMultirange = ({ openMinutes }: OpeningWeek): string =>
  `{${openMinutes.map(([from, to]) => `[${from},${to})`).join(",")}}`;

const minuteOf = (at: Date) => Math.round((at.getTime() - MONDAY.getTime()) / MINUTE);
