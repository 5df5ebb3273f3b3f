import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { unwritable } from "./data-folder.ts";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";

/** The exclusive right to start, use and stop the server of one data folder. */
export interface OwnerLock {
  release(): Promise<void>;
}

/** An owner that is just stopping (a quick restart) gets this long to finish before we refuse. */
const GRACE_MS = 1000;
const SQLITE_BUSY = 5;
const SQLITE_SCHEMA_LOCKED = 6;

// A lock lives as long as its connection: never let the garbage collector close one a caller still relies on.
const heldConnections = new Set<object>();

/**
 * Takes the lock of a data folder. It is a lock of the kernel, taken through the SQLite inside Node, and not a file
 * naming a process: the kernel drops it at the owner's death, however sudden, so no stale lock can exist, no number
 * reused by another process can look like an owner, and two takers can never both win. `owner.pid` only feeds the
 * message of a refusal.
 * @throws EmbeddedPostgresError DATA_FOLDER_IN_USE, DATA_FOLDER_UNWRITABLE, NODE_TOO_OLD
 */
export async function takeOwnerLock(dataFolder: string): Promise<OwnerLock> {
  const { DatabaseSync } = await import("node:sqlite").catch((cause) => {
    throw new EmbeddedPostgresError(
      "NODE_TOO_OLD",
      "The embedded PostgreSQL needs Node 22.13 or newer: update Node, or set DATABASE_URL to a server of your own.",
      { cause },
    );
  });
  const ownerFile = path.join(dataFolder, "owner.pid");
  for (const deadline = Date.now() + GRACE_MS; ; await pause(100)) {
    let connection: InstanceType<typeof DatabaseSync> | undefined;
    try {
      connection = new DatabaseSync(path.join(dataFolder, "owner.lock"));
      connection.exec("BEGIN EXCLUSIVE");
    } catch (cause) {
      connection?.close();
      const { errcode } = cause as { errcode?: number };
      if (errcode !== SQLITE_BUSY && errcode !== SQLITE_SCHEMA_LOCKED) throw unwritable(dataFolder, cause);
      if (Date.now() < deadline) continue;
      throw await inUse(dataFolder, ownerFile);
    }
    const held = connection;
    heldConnections.add(held);
    const release = async () => {
      if (!heldConnections.delete(held)) return;
      await rm(ownerFile, { force: true }).catch(() => undefined);
      held.close();
    };
    try {
      await rm(ownerFile, { force: true });
      await writeFile(ownerFile, `${process.pid}\n`, { flag: "wx" });
      return { release };
    } catch (cause) {
      await release();
      throw unwritable(dataFolder, cause);
    }
  }
}

async function inUse(dataFolder: string, ownerFile: string): Promise<EmbeddedPostgresError> {
  const pid = (await readFile(ownerFile, "utf8").catch(() => "")).trim();
  const owner = pid ? `by process ${pid}` : "by another process";
  return new EmbeddedPostgresError(
    "DATA_FOLDER_IN_USE",
    `The database folder ${dataFolder} is in use ${owner}: stop that process, use its database through DATABASE_URL, or choose another folder.`,
  );
}
