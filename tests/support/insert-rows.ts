import type { TestHub } from "./open-test-hub.ts";

/** Writes rows into a table of a subgraph with one statement; a column that all leave out has its default. */
export async function insertRows(
  hub: Pick<TestHub, "sql">,
  subgraph: string,
  table: string,
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].map((name) => `"${name}"`).join(", ");
  if (columns === "") return;
  const written = `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, ?::jsonb)`;
  await hub.sql(subgraph, written, [JSON.stringify(rows)]);
}
