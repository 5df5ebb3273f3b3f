import type { ServiceV1 } from "./data-inclusion.ts";

const DAY_MS = 86_400_000;
/** The national score counts a month as 30 days and a year as 365. */
const FRESH_DAYS = 180;
const STALE_DAYS = 730;
const FULL = 100;

/** Sources whose date of change says nothing about the entry: freshness is no criterion for them. */
export const sourcesWithoutFreshness: readonly string[] = ["agefiph", "france-travail"];

/** Sum of the criteria that do not change from day to day, in hundredths, and how many of them apply. */
export interface LastingScore {
  readonly hundredths: number;
  readonly criteria: number;
}

/** The applicable criteria of the national quality score, freshness aside. */
export function lastingScore(service: ServiceV1): LastingScore {
  const scores = lastingCriteria.map((criterion) => criterion(service)).filter((score) => score !== null);
  return { hundredths: scores.reduce((sum, score) => sum + score, 0), criteria: scores.length };
}

/** The national quality score, 0 to 1 with two decimals: the mean of the applicable criteria, on the given day. */
export function qualityScore(
  lasting: LastingScore,
  { source, updatedOn }: { source: string; updatedOn?: string | null | undefined },
  today: string,
): number {
  const freshness = freshnessHundredths(source, updatedOn, today);
  const sum = lasting.hundredths + (freshness ?? 0);
  return Math.round(sum / (lasting.criteria + (freshness === null ? 0 : 1))) / FULL;
}

/** 100 up to 180 days, then down in a straight line to 0 at 730 days; null where it is no criterion. */
export function freshnessHundredths(source: string, updatedOn: string | null | undefined, today: string) {
  if (sourcesWithoutFreshness.includes(source)) return null;
  if (!updatedOn) return 0;
  const age = (Date.parse(today) - Date.parse(updatedOn)) / DAY_MS;
  if (age <= FRESH_DAYS) return FULL;
  if (age >= STALE_DAYS) return 0;
  return Math.round((FULL * (STALE_DAYS - age)) / (STALE_DAYS - FRESH_DAYS));
}

const isFilled = (value: unknown) => (value ? FULL : 0);
const hasAny = (values: readonly string[] | null | undefined) => isFilled(values?.length);

/** Each gives hundredths, or null where it does not apply. */
const lastingCriteria: ((service: ServiceV1) => number | null)[] = [
  ({ modes_accueil, modes_mobilisation, adresse }) =>
    modes_accueil?.includes("en-presentiel") || modes_mobilisation?.includes("se-presenter") ? isFilled(adresse) : null,
  ({ modes_mobilisation, telephone }) => (modes_mobilisation?.includes("telephoner") ? isFilled(telephone) : null),
  ({ modes_mobilisation, courriel }) =>
    modes_mobilisation?.includes("envoyer-un-courriel") ? isFilled(courriel) : null,
  ({ modes_mobilisation, mobilisable_par }) => (hasAny(modes_mobilisation) + hasAny(mobilisable_par)) / 2,
  ({ thematiques }) => hasAny(thematiques),
  ({ publics }) => hasAny(publics),
  ({ courriel, lien_mobilisation, telephone }) => isFilled(courriel || lien_mobilisation || telephone),
  ({ description }) => describedness([...(description ?? "")].length),
  ({ frais, frais_precisions }) => {
    if (!frais) return 0;
    return frais === "payant" && !frais_precisions ? FULL / 2 : FULL;
  },
];

function describedness(length: number): number {
  if (length < 50) return 0;
  return length >= 200 && length < 2000 ? FULL : FULL / 2;
}
