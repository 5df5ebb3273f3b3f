import { Client } from "pg";
import { organizations } from "../../../scripts/development/world.ts";
import type { TestHub } from "../../support/open-test-hub.ts";
import { Canaries, type Home } from "./canaries.ts";
import { type PersonalColumn, type PersonalTable, personalTables } from "./personal-columns.ts";

/** What stands in the databases once every value about a person is like no other. */
export interface Planted {
  readonly canaries: Canaries;
  readonly tables: readonly PersonalTable[];
  /** Identifiers of rows, by the type that shows them. */
  readonly ids: ReadonlyMap<string, readonly string[]>;
  /** People of whom an organisation holds something. */
  readonly knownTo: ReadonlyMap<string, ReadonlySet<string>>;
}

interface Instant {
  readonly at: number;
  write(day: string): void;
}

type Row = { id: string; person: string; holder: string | null; values: Record<string, unknown> };

/** Makes every value about a person that can be unique unique, in the databases of a hub whose story was played. */
export async function plant(hub: TestHub): Promise<Planted> {
  const canaries = new Canaries();
  const ids = new Map<string, string[]>();
  const knownTo = new Map<string, Set<string>>(Object.values(organizations).map((id) => [id, new Set()]));
  const tables: PersonalTable[] = [];
  const instants: Instant[] = [];
  const writers: (() => Promise<void>)[] = [];
  const clients: Client[] = [];
  try {
    for (const [source, { orm }] of Object.entries(hub.subgraphs)) {
      const own = personalTables(source, orm);
      const client = await connectAsOwner(orm.config.get("clientUrl")!);
      clients.push(client);
      for (const table of own) {
        tables.push(table);
        await freeFromChecks(client, table);
        for (const row of await rowsOf(client, table)) {
          if (row.holder) knownTo.get(row.holder)?.add(row.person);
          const changes = change(canaries, instants, table, row);
          ids.set(table.type, [...(ids.get(table.type) ?? []), row.id]);
          writers.push(() => write(client, table, row, changes));
        }
      }
    }
    // In the order they had: what is sorted by them, or derived from the newest, stays as it was.
    const now = Date.now();
    for (const { at, write } of instants.sort((one, other) => one.at - other.at))
      write(canaries.nextDay(at <= now ? "past" : "future"));
    for (const write of writers) await write();
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
  return { canaries, tables, ids, knownTo };
}

/** As one whom no trigger and no foreign key stops: the acts that led here were made by the product itself. */
async function connectAsOwner(url: string): Promise<Client> {
  const admin = new URL(process.env.TEST_DATABASE_URL!);
  admin.pathname = new URL(url).pathname;
  const client = new Client({ connectionString: admin.href });
  await client.connect();
  await client.query("set session_replication_role = replica");
  return client;
}

/** A canary need not be plausible. */
async function freeFromChecks(client: Client, { name, columns }: PersonalTable): Promise<void> {
  const { rows } = await client.query(
    "select conname from pg_constraint where conrelid = $1::regclass and contype = 'c'",
    [name],
  );
  for (const { conname } of rows) await client.query(`alter table ${name} drop constraint ${conname}`);
  for (const column of columns)
    if (column.planting === "number")
      await client.query(`alter table ${name} alter column ${column.name} type double precision`);
}

async function rowsOf(client: Client, { name, person, holder }: PersonalTable): Promise<Row[]> {
  const { rows } = await client.query(
    `select t.id::text as id, (${person})::text as person, (${holder})::text as holder, to_jsonb(t) as values from ${name} t order by 1`,
  );
  return rows;
}

function change(canaries: Canaries, instants: Instant[], table: PersonalTable, row: Row): Record<string, unknown> {
  const changes: Record<string, unknown> = {};
  for (const column of table.columns) {
    const { name, planting } = column;
    const home = homeOf(table, column, row);
    const present = row.values[name];
    if (planting === "identifier") canaries.note(row.id, "identifier", home);
    else if (planting === "text") {
      changes[name] = canaries.nextText();
      canaries.note(String(changes[name]), column.isKey ? "key" : "value", home);
    } else if (planting === "number") {
      changes[name] = canaries.nextNumber();
      canaries.note(Number(changes[name]), "value", home);
    } else if (present === null || typeof planting === "object") continue;
    else if (planting === "hash") canaries.note(String(present), "hash", home);
    else if (planting === "texts") changes[name] = (present as string[]).map(() => noted(canaries, home));
    else if (planting === "json") changes[name] = changeJson(canaries, instants, home, present);
    else
      instants.push({
        at: Date.parse(String(present)),
        write: (day) => {
          canaries.note(day, "value", home);
          changes[name] = day;
          if (planting === "day") return;
          changes[name] = `${day}T12:00:00Z`;
          canaries.note(Date.parse(`${day}T12:00:00Z`), "value", home);
        },
      });
  }
  return changes;
}

const homeOf = ({ source, name }: PersonalTable, column: PersonalColumn, row: Row): Home => ({
  source,
  table: name,
  column: column.name,
  coordinate: column.coordinate,
  rule: column.rule,
  person: row.person,
  holder: row.holder,
});

function noted(canaries: Canaries, home: Home): string {
  const text = canaries.nextText();
  canaries.note(text, "value", home);
  return text;
}

/** Words of closed lists stay as they are. */
function changeJson(canaries: Canaries, instants: Instant[], home: Home, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => changeJson(canaries, instants, home, item));
  if (typeof value === "number") {
    const number = canaries.nextNumber();
    canaries.note(number, "value", home);
    return number;
  }
  if (typeof value === "string") return /^[A-Z_]+$/.test(value) ? value : noted(canaries, home);
  if (typeof value !== "object" || value === null) return value;
  const changed: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    const isDay = typeof inner === "string" && /^\d{4}-\d\d-\d\d$/.test(inner);
    if (isDay)
      instants.push({
        at: Date.parse(inner),
        write: (day) => {
          changed[key] = day;
          canaries.note(day, "value", home);
        },
      });
    else changed[key] = changeJson(canaries, instants, home, inner);
  }
  return changed;
}

async function write(client: Client, table: PersonalTable, row: Row, changes: Record<string, unknown>): Promise<void> {
  const names = Object.keys(changes);
  if (names.length === 0) return;
  const isJson = (name: string) => table.columns.find((column) => column.name === name)!.planting === "json";
  const sets = names.map((name, index) => `"${name}" = $${index + 2}`).join(", ");
  const values = names.map((name) => (isJson(name) ? JSON.stringify(changes[name]) : changes[name]));
  await client.query(`update ${table.name} set ${sets} where id::text = $1`, [row.id, ...values]);
}
