import type { ActivityReport } from "./activity-report.ts";
import { type ReportLine, reportLinesOf } from "./report-lines.ts";

const STYLE = `
  :root { font: 11pt/1.4 system-ui, sans-serif; color: #1a1a1a; }
  body { max-width: 48rem; margin: 2rem auto; padding: 0 1rem; }
  h1 { font-size: 1.5rem; margin-bottom: 0; }
  table { width: 100%; border-collapse: collapse; margin: 1.5rem 0; break-inside: avoid; }
  caption { text-align: left; font-weight: bold; padding-bottom: .25rem; }
  th, td { border-bottom: 1px solid #bbb; padding: .2rem .4rem; text-align: left; font-weight: normal; }
  th:not(:first-child), td { text-align: right; width: 7rem; font-variant-numeric: tabular-nums; }
  thead th { color: #555; font-size: .85rem; }
  @page { size: A4; margin: 18mm; }
  @media print { body { max-width: none; margin: 0; padding: 0; } }`;

/** The report as a page to print, which asks nothing of anybody else: no script, no font, no picture. */
export function asHtml(report: ActivityReport): string {
  const { organization, sector } = report;
  const period = `du ${dayInFrench(report.from)} au ${dayInFrench(report.to)}`;
  const name = escaped(organization.name ?? organization.id);
  const sections = Map.groupBy(reportLinesOf(report), (line) => line.section);
  return `<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>Rapport d’activité, ${name}, ${period}</title>
<style>${STYLE}
</style>
</head>
<body>
<h1>Rapport d’activité</h1>
<p>${name}, ${period}${sector ? `, secteur ${escaped(sector.label)}` : ""}</p>
${[...sections].map(([title, lines]) => tableOf(title, lines)).join("\n")}
</body>
</html>
`;
}

function tableOf(title: string, lines: readonly ReportLine[]): string {
  const hasTravel = lines.some(({ travelHours }) => travelHours !== null);
  const headings = ["Nombre", "Heures", ...(hasTravel ? ["Trajet"] : [])];
  const rows = lines.map(({ label, count, hours, travelHours }) => {
    const cells = [count, hours, ...(hasTravel ? [travelHours] : [])];
    return `<tr><th scope="row">${escaped(label)}</th>${cells.map((cell) => `<td>${numberOf(cell)}</td>`).join("")}</tr>`;
  });
  return `<table>
<caption>${escaped(title)}</caption>
<thead><tr><th></th>${headings.map((heading) => `<th scope="col">${heading}</th>`).join("")}</tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>`;
}

const numbers = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 2 });
const numberOf = (value: number | null): string => (value === null ? "" : numbers.format(value));

const days = new Intl.DateTimeFormat("fr-FR", { dateStyle: "long", timeZone: "UTC" });
const dayInFrench = (day: string): string => days.format(new Date(`${day}T00:00:00Z`));

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
