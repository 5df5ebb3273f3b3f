import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { type HostAccount, runProgram } from "./run-program.ts";

/** Whether this program runs as root, whom PostgreSQL refuses to serve. */
export function isRoot(): boolean {
  return process.geteuid?.() === 0;
}

/**
 * The account the server must run as: `undefined` (ourselves) for an ordinary user. For root, the account that
 * already owns the database in `dataFolder`, so that one `sudo` does not lock its owner out; otherwise `postgres`,
 * otherwise `nobody`.
 */
export async function findServerAccount(dataFolder: string): Promise<HostAccount | undefined> {
  if (!isRoot()) return undefined;
  const cluster = await stat(path.join(dataFolder, "cluster")).catch(() => undefined);
  if (cluster && cluster.uid !== 0) return { name: `uid ${cluster.uid}`, uid: cluster.uid, gid: cluster.gid };
  const accounts = parseAccounts(await readFile("/etc/passwd", "utf8").catch(() => ""));
  const found = accounts.get("postgres") ?? accounts.get("nobody");
  if (found) return found;
  throw new EmbeddedPostgresError(
    "NO_UNPRIVILEGED_USER",
    'PostgreSQL refuses to run as root and this machine has neither a "postgres" nor a "nobody" user: start as an ordinary user, or set DATABASE_URL to a server of your own.',
  );
}

/** Whether `account` can walk into `folder`; asked of the system itself, which knows about access lists too. */
export async function canEnter(folder: string, account: HostAccount): Promise<boolean> {
  const end = await runProgram("/bin/sh", ["-c", 'cd -- "$1"', "sh", folder], account);
  if (end.spawnError) {
    throw new EmbeddedPostgresError(
      "NO_UNPRIVILEGED_USER",
      `PostgreSQL refuses to run as root and this machine does not let root become "${account.name}": start as an ordinary user, or set DATABASE_URL to a server of your own.`,
      { cause: end.spawnError },
    );
  }
  return end.exitCode === 0;
}

function parseAccounts(passwd: string): Map<string, HostAccount> {
  const accounts = new Map<string, HostAccount>();
  for (const line of passwd.split("\n")) {
    const [name, , uid, gid] = line.split(":");
    // An account of that name with uid 0 would be root again.
    if (name && Number(uid) > 0 && Number.isInteger(Number(gid))) {
      accounts.set(name, { name, uid: Number(uid), gid: Number(gid) });
    }
  }
  return accounts;
}
