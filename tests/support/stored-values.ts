import type { TestHub } from "./open-test-hub.ts";

const SOURCES = ["consent", "social-services", "health-access", "employment-contracts"];
/** What the hub remembers of who asked; it grows with each attempt, and with it the tables of the ledger. */
const LOG = "decision_record";
/** What requests cost is counted for refused ones too. */
const SPENT = "budget";

/** Every stored identifier, text and hash about a person that could tell something if it came back. */
export async function storedValuesOf(hub: TestHub, person: string): Promise<Set<string>> {
  const values = new Set<string>();
  for (const source of SOURCES) {
    for (const { table_name: table, column_name: column } of await personalTables(hub, source)) {
      const rows = await hub.sql(source, `select to_jsonb(t) as row from ${table} t where ${column} = ?`, [person]);
      for (const { row } of rows) collect(row, values);
    }
  }
  return values;
}

async function personalTables(hub: TestHub, source: string): Promise<{ table_name: string; column_name: string }[]> {
  return hub.sql(
    source,
    `select table_name, column_name from information_schema.columns where table_schema = 'public'
     and (column_name = 'person_id' or (table_name = 'person' and column_name = 'id')) and table_name <> ?`,
    [LOG],
  );
}

/** Organisations, days, words of closed lists and small numbers say nothing by themselves. */
const isTelling = (text: string) =>
  text.length > 4 && !/^[A-Z_]+$/.test(text) && !/^[a-z_]+$/.test(text) && !/^\d{4}-\d{2}/.test(text);

function collect(value: unknown, values: Set<string>, column = ""): void {
  if (typeof value === "string" && isTelling(value) && !/organization|notice/.test(column)) values.add(value);
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) collect(inner, values, Array.isArray(value) ? column : key);
}

/** One number for all that the sources hold, but for the log: equal before and after when nothing was changed. */
export async function fingerprintOf(hub: TestHub): Promise<Record<string, string>> {
  const entries: [string, string][] = [];
  for (const source of SOURCES) {
    const tables: { tablename: string }[] = await hub.sql(
      source,
      "select tablename from pg_tables where schemaname = 'public' and tablename not in (?, ?) and tablename not like 'ledger_%'",
      [LOG, SPENT],
    );
    for (const { tablename } of tables) {
      const text = `select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as hash from ${tablename} t`;
      entries.push([`${source}.${tablename}`, (await hub.sql(source, text))[0].hash]);
    }
  }
  return Object.fromEntries(entries);
}
