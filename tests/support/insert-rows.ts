import type { TestHub } from "./open-test-hub.ts";

/** Writes rows into a table of a subgraph with one statement; a column that a row leaves out becomes null. */
export async function insertRows(
  hub: Pick<TestHub, "sql">,
  subgraph: string,
  table: string,
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  await hub.sql(subgraph, `insert into ${table} select * from jsonb_populate_recordset(null::${table}, ?::jsonb)`, [
    JSON.stringify(rows),
  ]);
}
