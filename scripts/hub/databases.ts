import { createHmac } from "node:crypto";
import { Client } from "pg";

/** The PostgreSQL at hand cannot hold the hub; the message says what to do and quotes no URL. */
export class DatabaseRefused extends Error {
  override readonly name = "DatabaseRefused";
}

const OLDEST_VERSION = 150000;
/** Any number shared by all starts of the hub: it lets one of them at a time create databases. */
const CREATION_LOCK = 7_241_305;

/**
 * Makes sure that every subgraph has a database and a role of its own, which no other role may enter.
 * @param adminUrl PostgreSQL URL of a role that may create databases and roles
 * @returns the URL of each database with its role, by subgraph name
 */
export async function prepareDatabases(
  adminUrl: string,
  subgraphs: readonly string[],
  prefix: string,
): Promise<Record<string, string>> {
  const client = await connect(adminUrl);
  try {
    await client.query("select pg_advisory_lock($1)", [CREATION_LOCK]);
    await refuseOldOrUnable(client);
    const entries: [string, string][] = [];
    for (const subgraph of subgraphs)
      entries.push([subgraph, await prepareOne(client, adminUrl, `${prefix}_${subgraph.replaceAll("-", "_")}`)]);
    return Object.fromEntries(entries);
  } finally {
    await client.end();
  }
}

async function connect(adminUrl: string): Promise<Client> {
  const client = new Client({ connectionString: adminUrl, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    return client;
  } catch (error) {
    const { code } = error as { code?: string };
    throw new DatabaseRefused(
      `The database of DATABASE_URL cannot be reached (${code ?? "no answer"}): check that it runs, its host, port, user and password.`,
    );
  }
}

async function refuseOldOrUnable(client: Client): Promise<void> {
  const { rows } = await client.query<{ version: number; able: boolean }>(
    "select current_setting('server_version_num')::int as version, rolsuper or (rolcreatedb and rolcreaterole) as able from pg_roles where rolname = current_user",
  );
  if (rows[0]!.version < OLDEST_VERSION)
    throw new DatabaseRefused("The database of DATABASE_URL is too old: PostgreSQL 15 or newer is needed.");
  if (!rows[0]!.able)
    throw new DatabaseRefused(
      "The role of DATABASE_URL may not create databases and roles: grant it CREATEDB and CREATEROLE.",
    );
}

/** The password follows from the administrator's, so that every start knows it and none is written down. */
async function prepareOne(client: Client, adminUrl: string, name: string): Promise<string> {
  const url = new URL(adminUrl);
  const password = createHmac("sha256", decodeURIComponent(url.password)).update(name).digest("base64url");
  const role = await client.query("select from pg_roles where rolname = $1", [name]);
  await client.query(`${role.rowCount ? "alter" : "create"} role ${name} login password '${password}'`);
  const database = await client.query("select from pg_database where datname = $1", [name]);
  if (!database.rowCount) {
    await client.query(`grant ${name} to current_user`);
    await client.query(`create database ${name} owner ${name} template template0 encoding 'UTF8'`);
    await client.query(`revoke all on database ${name} from public`);
  }
  url.pathname = `/${name}`;
  url.username = name;
  url.password = password;
  return url.href;
}
