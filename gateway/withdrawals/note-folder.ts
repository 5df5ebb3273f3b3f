import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { nameOf, type WithdrawalNote } from "./withdrawal-note.ts";

/** No consent lasts longer than twelve months: in a backup older than this nothing is in force any more. */
const KEPT_DAYS = 400;
const DAY_MS = 86_400_000;

type Part = "waiting" | "kept";

/**
 * The withdrawals on disk, a file for each: those the registry has not taken yet, and those it has, for the day on which its
 * database is replaced by an older one. All copies of the gateway share the folder. A file appears whole or not at all.
 */
export class NoteFolder {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async open(): Promise<void> {
    for (const part of ["waiting", "kept"]) await mkdir(join(this.#path, part), { recursive: true, mode: 0o700 });
  }

  async isEmpty(part: Part): Promise<boolean> {
    return (await readdir(join(this.#path, part))).length === 0;
  }

  /** Throws for a file that cannot be read: somebody was told that it counts. */
  async read(part: Part): Promise<WithdrawalNote[]> {
    const notes: WithdrawalNote[] = [];
    for (const name of await readdir(join(this.#path, part))) {
      const text = await readFile(join(this.#path, part, name), "utf8").catch(orGone);
      if (text !== undefined) notes.push(JSON.parse(text) as WithdrawalNote);
    }
    return notes;
  }

  /** It waits for the registry; once this returns, no crash of a machine forgets it. */
  hold(note: WithdrawalNote): Promise<void> {
    return this.#write("waiting", note);
  }

  /** The registry has it. */
  async keep(note: WithdrawalNote): Promise<void> {
    await this.#write("kept", note);
    await this.release(note);
  }

  /** It waits no more. Another copy of the gateway may have been faster. */
  async release(note: WithdrawalNote): Promise<void> {
    await rm(join(this.#path, "waiting", nameOf(note)), { force: true });
  }

  /** Removes what no backup can bring back into force. */
  async forgetOld(): Promise<void> {
    const folder = join(this.#path, "kept");
    for (const name of await readdir(folder)) {
      const file = await stat(join(folder, name)).catch(orGone);
      if (file && Date.now() - file.mtimeMs > KEPT_DAYS * DAY_MS) await rm(join(folder, name), { force: true });
    }
  }

  async #write(part: Part, note: WithdrawalNote): Promise<void> {
    const folder = join(this.#path, part);
    const unfinished = join(this.#path, `.${randomUUID()}`);
    const file = await open(unfinished, "wx", 0o600);
    try {
      await file.writeFile(JSON.stringify(note));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, join(folder, nameOf(note)));
    const directory = await open(folder, "r");
    await directory.sync().finally(() => directory.close());
  }
}

function orGone(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}
