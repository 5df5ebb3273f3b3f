import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";
import { startEmbeddedPostgres } from "../embedded-postgres/index.ts";
import { isAlive, readPostmasterFile } from "../embedded-postgres/postmaster-file.ts";
import { freePorts } from "../hub/spawned-process.ts";
import { until } from "./until.ts";

/** A PostgreSQL that exists to be stopped; what it acknowledged is still there when it is back, at the same address. */
export interface OwnPostgres {
  /** URL of its superuser. */
  readonly url: string;
  /** "fast" rolls open transactions back and says goodbye; "immediate" leaves as in a crash. */
  stop(how: "fast" | "immediate"): Promise<void>;
  start(): Promise<void>;
  /** Makes a standby that streams what is written here; the server is stopped for the moment it takes to copy its files. */
  addStandby(): Promise<Standby>;
  /** Stops it for good and removes its data. */
  discard(): Promise<void>;
}

/** A copy that follows the server until it is told to take its place. */
export interface Standby {
  /** It receives no more, as behind a network that is too slow: what is written from now on it does not have. */
  fallBehind(): Promise<void>;
  /** The server crashes, and this serves at its address with what it has. */
  takeOver(): Promise<void>;
}

export async function openOwnPostgres(): Promise<OwnPostgres> {
  const requested = mkdtempSync(join(tmpdir(), "passerelle-chaos-"));
  const [port] = await freePorts(1);
  // What is acknowledged must outlive a crash of the server; a crash of the machine is not played.
  const settings = { fsync: "off", synchronous_commit: "on", full_page_writes: "off", max_connections: "200" };
  let folder = requested;
  const launch = () => startEmbeddedPostgres({ dataFolder: folder, port: Number(port), settings });
  let server = await launch();
  const { url } = server;
  const folders = [requested, server.dataFolder];
  const stop: OwnPostgres["stop"] = async (how) => {
    if (how === "immediate") await crash(join(server.dataFolder, "cluster"));
    await server.stop();
  };
  return {
    url,
    stop,
    async addStandby() {
      const copy = `${server.dataFolder}-standby-${folders.length}`;
      folders.push(copy);
      await server.stop();
      copyForStandby(server.dataFolder, copy, url);
      server = await launch();
      let standby = await startEmbeddedPostgres({ dataFolder: copy, settings });
      if ((await until(() => hasStandby(url), 60)) === undefined) throw new Error("the standby does not follow");
      return {
        fallBehind: () => standby.stop(),
        async takeOver() {
          await stop("immediate");
          await standby.stop();
          folder = copy;
          standby = await launch();
          server = standby;
          await query(url, "select pg_promote(true, 60)");
        },
      };
    },
    async start() {
      server = await launch();
    },
    async discard() {
      await server.stop();
      for (const one of folders) rmSync(one, { recursive: true, force: true });
    },
  };
}

/** What `pg_basebackup` would do, of a server that is stopped. */
function copyForStandby(from: string, to: string, primary: string): void {
  mkdirSync(to);
  // By this file a data folder is known to be one.
  writeFileSync(join(to, "owner.lock"), "");
  for (const name of ["cluster", "password"]) cpSync(join(from, name), join(to, name), { recursive: true });
  const { hostname, port, username, password } = new URL(primary);
  const address = `host=${hostname} port=${port} user=${username} password=${password}`;
  appendFileSync(join(to, "cluster", "postgresql.auto.conf"), `primary_conninfo = '${address}'\n`);
  writeFileSync(join(to, "cluster", "standby.signal"), "");
}

/** Whether a standby has received all that is written. */
const hasStandby = async (url: string): Promise<boolean> =>
  (await query(url, "select from pg_stat_replication where replay_lsn = pg_current_wal_lsn()")).length > 0;

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

async function crash(cluster: string): Promise<void> {
  const file = await readPostmasterFile(cluster);
  if (!file) return;
  process.kill(file.pid, "SIGQUIT");
  while (await isAlive(file.pid)) await pause(10);
}
