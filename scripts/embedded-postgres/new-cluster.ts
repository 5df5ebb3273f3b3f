import { randomBytes } from "node:crypto";
import { chmod, chown, lchown, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { type HostAccount, lastLines, runProgram } from "./run-program.ts";

/**
 * Character classes come from the machine (full text search and trigrams must know that "é" is a letter); sorting
 * never does: the builtin provider sorts alike everywhere, so no index breaks when an operating system is upgraded.
 */
const CHARACTER_LOCALES = ["C.UTF-8", "en_US.UTF-8", "C"];

/** What the first or a later start needs to know of a cluster that is ready to be served. */
export interface Cluster {
  readonly folder: string;
  readonly password: string;
}

/**
 * Gives the cluster of a data folder, creating it at the first start. It is built in a sibling folder and renamed
 * when complete: an interrupted first start leaves nothing half-made. Call it under the owner lock.
 * @param isDurable whether initdb waits until the disk has everything; false only for databases made to be thrown away
 * @throws EmbeddedPostgresError INITIALISATION_FAILED, PASSWORD_MISSING
 */
export async function openCluster(
  dataFolder: string,
  initdb: string,
  account: HostAccount | undefined,
  isDurable: boolean,
  onProgress: (message: string) => void,
): Promise<Cluster> {
  const folder = path.join(dataFolder, "cluster");
  const passwordFile = path.join(dataFolder, "password");
  await removeUnfinished(dataFolder);
  const found = await stat(folder).catch(() => undefined);
  if (found) {
    if (account && found.uid === 0) await giveAway(folder, account);
    // A copied folder has often lost the modes PostgreSQL insists on.
    if ((found.mode & 0o077) !== 0) await chmod(folder, 0o700);
    return { folder, password: await readPassword(passwordFile) };
  }

  onProgress(`Creating a PostgreSQL database in ${dataFolder}.`);
  const password = randomBytes(24).toString("hex");
  const staging = await mkdtemp(path.join(dataFolder, "unfinished-"));
  const staged = path.join(staging, "cluster");
  const stagedPassword = path.join(staging, "password");
  await writeFile(stagedPassword, password, { mode: 0o600 });
  if (account) {
    await chown(stagedPassword, account.uid, account.gid);
    await chown(staging, account.uid, account.gid);
  }
  await initialise(initdb, staged, stagedPassword, account, isDurable);
  await rm(passwordFile, { force: true });
  await writeFile(passwordFile, password, { mode: 0o600, flag: "wx", flush: isDurable });
  await rename(staged, folder);
  await rm(staging, { recursive: true, force: true });
  return { folder, password };
}

async function initialise(
  initdb: string,
  folder: string,
  passwordFile: string,
  account: HostAccount | undefined,
  isDurable: boolean,
): Promise<void> {
  let output = "";
  for (const locale of CHARACTER_LOCALES) {
    const end = await runProgram(
      initdb,
      [
        `--pgdata=${folder}`,
        "--username=postgres",
        `--pwfile=${passwordFile}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        `--lc-ctype=${locale}`,
        "--no-instructions",
        ...(isDurable ? [] : ["--no-sync"]),
      ],
      account,
    );
    if (end.exitCode === 0) return;
    output = end.spawnError?.message ?? end.output;
    if (!output.includes("invalid locale name")) break;
  }
  throw new EmbeddedPostgresError(
    "INITIALISATION_FAILED",
    "PostgreSQL could not create its database: read the detail, free some disk space if it says so, or set DATABASE_URL to a server of your own.",
    { detail: lastLines(output) },
  );
}

async function readPassword(passwordFile: string): Promise<string> {
  try {
    return (await readFile(passwordFile, "utf8")).trim();
  } catch (cause) {
    throw new EmbeddedPostgresError(
      "PASSWORD_MISSING",
      `The password of the embedded database cannot be read from ${passwordFile}: restore that file, or remove the folder to start again without its data.`,
      { cause },
    );
  }
}

/** What earlier first starts left when they were killed; nothing refers to it. */
async function removeUnfinished(dataFolder: string): Promise<void> {
  for (const name of await readdir(dataFolder)) {
    if (name.startsWith("unfinished-")) {
      await rm(path.join(dataFolder, name), { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
    }
  }
}

async function giveAway(folder: string, account: HostAccount): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    await lchown(path.join(entry.parentPath, entry.name), account.uid, account.gid);
  }
  await chown(folder, account.uid, account.gid);
}
