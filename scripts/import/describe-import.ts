import type { ImportProgress } from "../../subgraphs/resource-directory/services/import-progress.ts";

const SHOWN = 20;

/** What an import did, in lines for a person: counts, then reasons from the most frequent. */
export function describeImport(progress: ImportProgress, report: string): string {
  const { structures, offers } = progress;
  const lines = [
    `rows read             ${progress.rows}`,
    `rows rejected         ${progress.rejectedRows}${progress.rejectedRows > 0 ? ` (see ${report})` : ""}`,
    `care offers           ${offers.inserted} new, ${offers.updated} changed, ${offers.unchanged} unchanged`,
    `structures            ${structures.inserted} new, ${structures.updated} changed, ${structures.unchanged} unchanged`,
    ...(progress.bareStructures > 0 ? [`structures named only ${progress.bareStructures} by their identifier`] : []),
    ...(progress.withdrawn > 0 ? [`care offers withdrawn ${progress.withdrawn}`] : []),
    ...describeReasons("rejected because", progress.reasons),
    ...describeReasons("repaired", progress.repairs),
    ...describeReasons("could not be kept", progress.losses),
    ...describeReasons("kept in words, for no search to read", progress.unread),
  ];
  return `${lines.join("\n")}\n`;
}

function describeReasons(title: string, reasons: Readonly<Record<string, number>>): string[] {
  const sorted = Object.entries(reasons).sort(([, one], [, other]) => other - one);
  if (sorted.length === 0) return [];
  const shown = sorted.slice(0, SHOWN).map(([reason, count]) => `  ${String(count).padStart(7)}  ${reason}`);
  const rest = sorted.slice(SHOWN).reduce((sum, [, count]) => sum + count, 0);
  return [
    `${title}:`,
    ...shown,
    ...(rest > 0 ? [`  ${String(rest).padStart(7)}  for ${sorted.length - SHOWN} other reasons`] : []),
  ];
}
