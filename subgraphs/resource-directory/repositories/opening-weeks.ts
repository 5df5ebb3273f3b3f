import type { EntityManager } from "@mikro-orm/postgresql";
import { localMoment, zonesOverseas } from "../policies/local-moment.ts";
import { LONGEST_NOTATION, type OpeningWeek, readOpeningHours, toMultirange } from "../policies/opening-week.ts";
import { executeWithRows } from "./bulk-statement.ts";
import type { Clause } from "./clause.ts";

export interface OfferWeek extends OpeningWeek {
  readonly offerId: string;
}

/** The hours of an offer in words: its own, or its structure's. */
const NOTATION = `coalesce(care_offer.opening_hours,
  (select structure.opening_hours from structure where structure.id = care_offer.structure_id))`;

/**
 * Reads each notation once, for every search to come, and keeps it: two statements however many there are. Returns those among
 * them that no search can read: what they say is still shown in words.
 */
export async function rememberOpeningHours(em: EntityManager, notations: readonly string[]): Promise<Set<string>> {
  const asked = [...new Set(notations)];
  const short = asked.filter((notation) => notation.length <= LONGEST_NOTATION);
  if (short.length === 0) return new Set(asked);
  const known = await em.execute<{ notation: string; is_unread: boolean }[]>(
    "select notation, open_minutes is null as is_unread from opening_week where notation = any(array[?]::text[])",
    [short],
  );
  const unread = new Map(known.map(({ notation, is_unread }) => [notation, is_unread]));
  const read = short
    .filter((notation) => !unread.has(notation))
    .map((notation) => ({ notation, week: readOpeningHours(notation) }));
  for (const { notation, week } of read) unread.set(notation, week === null);
  if (read.length > 0)
    await executeWithRows(
      em,
      `insert into opening_week (notation, open_minutes, is_closed_on_holidays)
       select notation, open_minutes, is_closed_on_holidays
       from jsonb_populate_recordset(null::opening_week, $1::jsonb) order by notation on conflict do nothing`,
      read.map(({ notation, week }) => ({
        notation,
        open_minutes: week && toMultirange(week),
        is_closed_on_holidays: week?.isClosedOnHolidays ?? false,
      })),
    );
  return new Set(asked.filter((notation) => unread.get(notation) ?? true));
}

/** What the directory says and was never read: it was imported by an earlier program. */
export async function findUnreadNotations(em: EntityManager): Promise<string[]> {
  const rows = await em.execute<{ notation: string }[]>(
    `select notation from (select opening_hours from structure union select opening_hours from care_offer) as hours(notation)
     where length(notation) <= ? and not exists (select from opening_week as week where week.notation = hours.notation)`,
    [LONGEST_NOTATION],
  );
  return rows.map(({ notation }) => notation);
}

/** The weeks of offers: their own, or their structure's where they say nothing; those without hours to read are left out. */
export async function findOpeningWeeks(em: EntityManager, offerIds: readonly string[]): Promise<OfferWeek[]> {
  const rows = await em.execute<{ id: string; hours: [number, number][]; is_closed_on_holidays: boolean }[]>(
    `select care_offer.id, week.is_closed_on_holidays,
       array(select json_build_array(lower(hours), upper(hours)) from unnest(week.open_minutes) hours) as hours
     from care_offer join opening_week as week on week.notation = ${NOTATION} and week.open_minutes is not null
     where care_offer.id = any(array[?]::text[])`,
    [offerIds],
  );
  return rows.map(({ id, hours, is_closed_on_holidays }) => ({
    offerId: id,
    openMinutes: hours,
    isClosedOnHolidays: is_closed_on_holidays,
  }));
}

/** Open at an instant, by the clocks of its own place; hours nobody can read are not known to be open. */
export function openAtClause(at: Date): Clause {
  const areas = ["", ...Object.keys(zonesOverseas)].map((area) => {
    const { minuteOfWeek, isHoliday } = localMoment(at, area);
    return { area, minute: minuteOfWeek, is_holiday: isHoliday };
  });
  const area = "left(coalesce(care_offer.commune_code, ''), 3)";
  const overseas = Object.keys(zonesOverseas).map((code) => `'${code}'`);
  return {
    sql: `case when care_offer.starts_at is not null then care_offer.starts_at <= ?::timestamptz and care_offer.ends_at > ?::timestamptz
      else (${NOTATION}, case when ${area} in (${overseas.join(", ")}) then ${area} else '' end) in (
        select week.notation, local.area from opening_week as week
        join jsonb_to_recordset(?::jsonb) as local(area text, minute int, is_holiday boolean)
          on week.open_minutes @> local.minute and not (local.is_holiday and week.is_closed_on_holidays)) end`,
    values: [at.toISOString(), at.toISOString(), JSON.stringify(areas)],
  };
}
