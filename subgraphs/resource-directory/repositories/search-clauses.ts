import { themesOfVolet } from "../policies/theme-volets.ts";
import { categoryOf, readReferential } from "../referential.ts";
import type { Clause } from "./clause.ts";
import { currentScore } from "./current-score.ts";
import { openAtClause } from "./opening-weeks.ts";
import type { CareOfferSearch } from "./search-request.ts";

const allThemes = readReferential("thematiques").map(({ value }) => value);

const isOneOf = (column: string, list: readonly string[] | null | undefined): Clause[] =>
  list ? [{ sql: `${column} = any(?::text[])`, values: [toArray(list)] }] : [];

const overlaps = (column: string, list: readonly string[] | null | undefined): Clause[] =>
  list ? [{ sql: `${column} && ?::text[]`, values: [toArray(list)] }] : [];

/** The filters of a search: OR inside a list, AND between lists; an empty list fits nothing. */
export function filterClauses({ filters, words }: CareOfferSearch): Clause[] {
  return [
    ...themeClauses(filters),
    ...isOneOf("fee", filters.fees),
    ...audienceClauses(filters.audiences),
    ...overlaps("reception_modes", filters.receptionModes),
    ...isOneOf("kind", filters.kinds),
    ...isOneOf("care_category", filters.careCategories),
    ...isOneOf("source", filters.sources),
    ...when(filters.structureId, "structure_id = ?"),
    // By the beginning of the INSEE code, so that 2A, 2B and the three digits overseas work alike.
    ...when(filters.departmentCode, "starts_with(commune_code, ?)"),
    ...when(filters.minimumQualityScore, `${currentScore} >= ?::numeric`),
    ...availabilityClauses(filters.isAvailable),
    ...voletClauses(filters.volets),
    ...dayClauses(filters.happensOn),
    ...(filters.openAt ? [openAtClause(filters.openAt)] : []),
    ...when(words, "search_vector @@ websearch_to_tsquery('french_unaccent', ?)"),
  ];
}

/** A category asks for every theme of its family; themes and categories are one list. */
function themeClauses({ themes, themeCategories }: CareOfferSearch["filters"]): Clause[] {
  if (!themes && !themeCategories) return [];
  const ofCategories = allThemes.filter((theme) => themeCategories?.includes(categoryOf(theme)));
  return overlaps("themes", [...(themes ?? []), ...ofCategories]);
}

/** What is for everyone is for each; and to ask for everyone asks nothing. */
function audienceClauses(audiences: readonly string[] | null | undefined): Clause[] {
  if (!audiences || audiences.includes("tous-publics")) return [];
  return overlaps("audiences", audiences.length > 0 ? [...audiences, "tous-publics"] : []);
}

function availabilityClauses(isAvailable: boolean | null | undefined): Clause[] {
  if (isAvailable === null || isAvailable === undefined) return [];
  return [{ sql: isAvailable ? "capacity = 'AVAILABLE'" : "capacity in ('WAITING_LIST', 'FULL')", values: [] }];
}

/** Stated by the producer, or certain from the themes where he states none. */
function voletClauses(volets: CareOfferSearch["filters"]["volets"]): Clause[] {
  if (!volets) return [];
  const certain = volets.flatMap((volet) => themesOfVolet[volet] ?? []);
  return [
    {
      sql: "(stated_volets && ?::text[] or (stated_volets is null and themes && ?::text[]))",
      values: [toArray(volets), toArray(certain)],
    },
  ];
}

/** From midnight to midnight in Paris, in the form the index on `starts_at` serves. */
function dayClauses(day: string | null | undefined): Clause[] {
  if (!day) return [];
  const midnight = (of: string) => `(${of})::timestamp at time zone 'Europe/Paris'`;
  return [
    { sql: `starts_at >= ${midnight("?::date")} and starts_at < ${midnight("?::date + 1")}`, values: [day, day] },
  ];
}

const when = (value: unknown, sql: string): Clause[] =>
  value === null || value === undefined ? [] : [{ sql, values: [value] }];

/** The PostgreSQL literal of a list of texts. */
export function toArray(list: readonly string[]): string {
  return `{${list.map((text) => `"${text.replace(/[\\"]/g, "\\$&")}"`).join(",")}}`;
}
