import type { EntityManager } from "@mikro-orm/postgresql";
import { executeWithRows } from "./bulk-statement.ts";

/** A commune as the territory files give it. */
export interface CommuneRow {
  readonly code: string;
  readonly name: string;
  readonly search_name: string;
  readonly department_code: string;
  readonly intercommunality_code: string | null;
  readonly postal_codes: readonly string[];
  readonly population: number | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
}

/** A département or an intercommunality. */
export interface NamedCode {
  readonly code: string;
  readonly name: string;
}

/** Replaces the whole territory. */
export async function writeTerritory(
  em: EntityManager,
  territory: { communes: CommuneRow[]; departments: NamedCode[]; intercommunalities: NamedCode[] },
): Promise<void> {
  await replaceRows(em, "department", territory.departments);
  await replaceRows(em, "intercommunality", territory.intercommunalities);
  await replaceRows(em, "commune", territory.communes);
}

async function replaceRows(em: EntityManager, table: string, rows: readonly object[]): Promise<void> {
  await em.execute(`delete from ${table}`);
  await executeWithRows(
    em,
    `insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
    rows,
  );
}

/** All communes, for repairs that look them up by name, postal code and place. */
export async function readCommunes(em: EntityManager): Promise<CommuneRow[]> {
  return em.execute("select * from commune");
}
