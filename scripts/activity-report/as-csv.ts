import type { ActivityReport } from "./activity-report.ts";
import { reportLinesOf } from "./report-lines.ts";

const HEADER = [
  "organisme",
  "du",
  "au",
  "secteur",
  "rubrique",
  "ligne",
  "nombre",
  "heures",
  "heures_de_trajet",
] as const;

/** What a spreadsheet would take for a formula, in narrow or wide characters. */
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;

/** The report as RFC 4180 wants it, one line a row that stands alone, so that files can be put together. */
export function asCsv(report: ActivityReport): string {
  const { organization, from, to, sector } = report;
  const about = [organization.name ?? organization.id, from, to, sector?.label ?? ""];
  const rows = reportLinesOf(report).map(({ section, label, count, hours, travelHours }) => [
    ...about,
    section,
    label,
    count,
    hours,
    travelHours,
  ]);
  return [HEADER, ...rows].map((row) => `${row.map(cellOf).join(",")}\r\n`).join("");
}

/** A number is written as it is; a text that would be run is made a text by an apostrophe. */
export function cellOf(value: string | number | null): string {
  if (typeof value !== "string") return value === null ? "" : String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
