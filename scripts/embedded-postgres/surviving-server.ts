import { readFile, realpath, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import type { Cluster } from "./new-cluster.ts";
import { isAlive, isServerOf, readPostmasterFile } from "./postmaster-file.ts";

/** A server that runs already: its process number and its port on 127.0.0.1. */
export interface RunningServer {
  readonly pid: number;
  readonly port: number;
}

const PATIENCE_MS = 60_000;

/**
 * Looks for a server that outlived its owner (who was killed). Call it under the owner lock: then nobody else uses
 * it. Waits for one that is starting, recovering or stopping; removes the `postmaster.pid` of one whose number now
 * belongs to a stranger, which PostgreSQL itself would take for a live server; leaves any other stale file to
 * PostgreSQL, which also checks that no old backend still holds the shared memory.
 * @throws EmbeddedPostgresError START_FAILED when it neither answers nor ends
 */
export async function findSurvivingServer(cluster: Cluster): Promise<RunningServer | undefined> {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await pause(100)) {
    const found = await readPostmasterFile(cluster.folder);
    if (!found) return undefined;
    if (!(await isServerOf(found.pid, cluster.folder))) {
      if (await isNumberTaken(found.pid)) await rm(path.join(cluster.folder, "postmaster.pid"), { force: true });
      return undefined;
    }
    if (found.status === "ready" && (await answers(found.port, cluster))) return { pid: found.pid, port: found.port };
  }
  const pid = (await readPostmasterFile(cluster.folder))?.pid;
  throw new EmbeddedPostgresError(
    "START_FAILED",
    `An earlier PostgreSQL (process ${pid}) still holds ${cluster.folder} but does not answer: end that process, then start again.`,
  );
}

/** Whether a surviving server was started with exactly these arguments, its port aside. */
export async function hasArguments(cluster: string, args: readonly string[]): Promise<boolean> {
  const recorded = await readFile(path.join(cluster, "postmaster.opts"), "utf8").catch(() => "");
  return recorded.trimEnd().endsWith(args.map((arg) => ` "${arg}"`).join(""));
}

/** `kill(pid, 0)` succeeds for the unburied too, and that call is all PostgreSQL asks. */
async function isNumberTaken(pid: number): Promise<boolean> {
  if (await isAlive(pid)) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function answers(port: number, cluster: Cluster): Promise<boolean> {
  const client = new pg.Client({
    host: "127.0.0.1",
    port,
    user: "postgres",
    password: cluster.password,
    database: "postgres",
    connectionTimeoutMillis: 2000,
    query_timeout: 2000,
  });
  // A connection that breaks after the answer is no concern of ours.
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>("SHOW data_directory");
    return (await realpath(rows[0]!.data_directory)) === cluster.folder;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
