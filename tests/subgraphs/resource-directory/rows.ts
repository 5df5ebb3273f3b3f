import type { MikroORM } from "@mikro-orm/postgresql";
import type { ServiceV1, StructureV1 } from "../../../subgraphs/resource-directory/policies/data-inclusion.ts";
import { readV1Row } from "../../../subgraphs/resource-directory/policies/source-format.ts";
import { importDirectory } from "../../../subgraphs/resource-directory/services/import-directory.ts";
import type { RejectedRow } from "../../../subgraphs/resource-directory/services/import-options.ts";

export const structureRow = (change: Partial<StructureV1> = {}): StructureV1 => ({
  source: "test",
  id: "test--structure",
  nom: "Association des tests",
  date_maj: "2026-10-01",
  ...change,
});

/** In the centre of Besançon, on site, free, for everyone, about mental health. */
export const serviceRow = (key: string, change: Partial<ServiceV1> = {}): ServiceV1 => ({
  source: "test",
  structure_id: "test--structure",
  id: `test--${key}`,
  nom: `Offre ${key}`,
  description: "Une offre écrite pour un essai.",
  date_maj: "2026-10-01",
  thematiques: ["sante--sante-mentale"],
  frais: "gratuit",
  publics: ["tous-publics"],
  modes_accueil: ["en-presentiel"],
  code_insee: "25056",
  latitude: 47.25539,
  longitude: 6.01949,
  ...change,
});

/** Imports rows as a file of their own; returns what was rejected. */
export async function importRows(orm: MikroORM, ...rows: unknown[]): Promise<RejectedRow[]> {
  const rejected: RejectedRow[] = [];
  await importDirectory(orm.em.fork(), {
    hash: crypto.randomUUID(),
    rows: rows.map((row, index) => ({ line: index + 1, row })),
    readRow: readV1Row,
    report: {
      append: async (more) => rejected.push(...more),
      truncate: async () => undefined,
    },
  });
  return rejected;
}
