import { createHash } from "node:crypto";
import { access, chmod, constants, lstat, mkdir, readdir, realpath, stat } from "node:fs/promises";
import path from "node:path";
import { EmbeddedPostgresError, systemErrorCode } from "./embedded-postgres-error.ts";
import type { HostAccount } from "./run-program.ts";
import { canEnter, findServerAccount } from "./server-account.ts";

/** Where a folder goes when the server's account cannot reach the one that was asked for. */
const REACHABLE_PARENT = "/var/tmp";

/** The folder really used (canonical path), and the account the server must run as in it (undefined: ourselves). */
export interface OpenedDataFolder {
  readonly dataFolder: string;
  readonly account: HostAccount | undefined;
}

/**
 * Creates or checks the data folder. Layout: `cluster/` (PostgreSQL's own), `password`, `owner.lock`, `owner.pid`,
 * `server.log`, and `binaries-<version>/` when the installed ones cannot be used in place. Only root is ever sent to
 * a folder other than the requested one, because only then does the server run as somebody else.
 * @throws EmbeddedPostgresError DATA_FOLDER_UNWRITABLE, DATA_FOLDER_FOREIGN, NO_UNPRIVILEGED_USER
 */
export async function openDataFolder(
  requested: string,
  onProgress: (message: string) => void,
): Promise<OpenedDataFolder> {
  const ancestor = await nearestExisting(path.resolve(requested));
  const wanted = path.join(await realpath(ancestor), path.relative(ancestor, path.resolve(requested)));
  if (!(await stat(ancestor)).isDirectory()) throw unwritable(wanted, Object.assign(new Error(), { code: "ENOTDIR" }));
  const account = await findServerAccount(wanted);
  if (!account) return { dataFolder: await makeFolder(wanted, 0o700), account };

  const substitute = path.join(
    REACHABLE_PARENT,
    `passerelle-${createHash("sha256").update(wanted).digest("hex").slice(0, 16)}`,
  );
  // Data that already went to the substitute stays in use, even if the requested folder has become reachable since.
  const isAlreadyMoved =
    !(await exists(path.join(wanted, "cluster"))) && (await exists(path.join(substitute, "cluster")));
  // The folder itself is ours to open up (0711), so only what is above it counts.
  const isReachable = await canEnter(await nearestExisting(path.dirname(wanted)), account);
  if (isReachable && !isAlreadyMoved) {
    const dataFolder = await makeFolder(wanted, 0o711);
    if (await canEnter(dataFolder, account)) return { dataFolder, account };
  }
  onProgress(
    `The user "${account.name}", as whom PostgreSQL runs when started by root, cannot reach ${wanted}: the data is kept in ${substitute} instead. For data meant to last, start as an ordinary user or set DATABASE_URL.`,
  );
  await refuseForeignSubstitute(substitute);
  return { dataFolder: await makeFolder(substitute, 0o711), account: await findServerAccount(substitute) };
}

async function makeFolder(folder: string, mode: number): Promise<string> {
  try {
    await makeMissing(folder, mode);
    await access(folder, constants.W_OK | constants.X_OK);
    const names = (await readdir(folder)).filter((name) => name !== "lost+found");
    if (names.length > 0 && !names.includes("owner.lock")) throw foreign(folder, "already holds other files");
    const { uid } = await stat(folder);
    const cluster = await stat(path.join(folder, "cluster")).catch(() => undefined);
    const self = process.geteuid?.();
    if (self !== 0 && ((cluster && cluster.uid !== self) || uid !== self)) {
      throw foreign(folder, "belongs to another user of this machine");
    }
    await chmod(folder, mode);
    return await realpath(folder);
  } catch (cause) {
    if (cause instanceof EmbeddedPostgresError) throw cause;
    throw unwritable(folder, cause);
  }
}

/** Not `mkdir` with `recursive`: that never returns on some file systems, and a strict umask would bar the server. */
async function makeMissing(folder: string, mode: number): Promise<void> {
  if ((await stat(folder).catch(() => undefined))?.isDirectory() || folder === path.dirname(folder)) return;
  await makeMissing(path.dirname(folder), 0o755);
  try {
    await mkdir(folder, { mode });
  } catch (cause) {
    // Another start may have made it meanwhile.
    if (systemErrorCode(cause) !== "EEXIST" || !(await stat(folder)).isDirectory()) throw cause;
    return;
  }
  if (mode & 0o001 && process.geteuid?.() === 0) await chmod(folder, mode);
}

/** In a folder where everybody may write, a name we can guess may have been taken before us. */
async function refuseForeignSubstitute(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o711 });
  } catch (cause) {
    if (systemErrorCode(cause) !== "EEXIST") throw unwritable(folder, cause);
    const found = await lstat(folder);
    if (!found.isDirectory() || found.uid !== process.geteuid?.() || (found.mode & 0o022) !== 0) {
      throw foreign(folder, "was created by somebody else");
    }
  }
}

/** The refusal of a folder this program may not write to; shared with the lock, which meets it too. */
export function unwritable(folder: string, cause: unknown): EmbeddedPostgresError {
  const reason = systemErrorCode(cause) ?? "refused";
  return new EmbeddedPostgresError(
    "DATA_FOLDER_UNWRITABLE",
    `The database folder ${folder} cannot be written (${reason}): give this user the right to write there, choose another folder, or set DATABASE_URL.`,
    { cause },
  );
}

function foreign(folder: string, fact: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    "DATA_FOLDER_FOREIGN",
    `The database folder ${folder} ${fact}: choose another folder, or remove that one if it is not needed.`,
  );
}

async function nearestExisting(folder: string): Promise<string> {
  for (let candidate = folder; ; candidate = path.dirname(candidate)) {
    if ((await exists(candidate)) || candidate === path.dirname(candidate)) return candidate;
  }
}

function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
