import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "../../kit/logger.ts";
import type { PeerLink } from "../../kit/peer-link.ts";
import { REGISTRY } from "../viewer-registry.ts";
import { NoteFolder } from "./note-folder.ts";
import type { WithdrawalNote } from "./withdrawal-note.ts";

export interface WithdrawalsOptions {
  /** Shared by all copies of the gateway. */
  readonly folder: string;
  readonly registry: PeerLink;
  readonly timeoutMs: number;
  readonly logger: Logger;
}

/** What became of a withdrawal: the registry made it, knows of no such consent of hers, or will be told. */
export type Taken = "made" | "unknown" | "waits";

interface Answer {
  /** Which database the registry works on; another word once it was restored or replaced. */
  readonly database: string;
  readonly taken: readonly { readonly isTaken: boolean; readonly takenAt: string | null }[];
}

const BATCH = 50;
/** A batch is that many transactions. */
const BATCH_TIMEOUT_MS = 5_000;
const LOOK_EVERY_MS = 500;
const FORGET_EVERY_MS = 3_600_000;

/**
 * Sees to it that a withdrawal counts whatever happens to the registry: one it cannot take is written down and told to it
 * until it has it, and one it took is told again to a registry whose database was replaced by an older one. As long as the
 * registry lacks any of them, nothing may be shown or done on the strength of what it permits.
 */
export class Withdrawals {
  readonly #options: WithdrawalsOptions;
  readonly #notes: NoteFolder;
  /** The database that has all that was written down when it was asked. */
  #complete: string | undefined;
  #telling: Promise<void> | undefined;
  #isTroubled = false;
  readonly #closing = new AbortController();
  #life: Promise<void> | undefined;

  constructor(options: WithdrawalsOptions) {
    this.#options = options;
    this.#notes = new NoteFolder(options.folder);
  }

  async open(): Promise<void> {
    await this.#notes.open();
    this.#life = this.#watch();
  }

  /** True when something was written down that the registry has not taken. Throws when that cannot be known. */
  async areWaiting(): Promise<boolean> {
    return !(await this.#notes.isEmpty("waiting"));
  }

  /** Whether the registry on this database has every withdrawal that anybody was told of. */
  async areTaken(database: unknown): Promise<boolean> {
    if (typeof database !== "string") return false;
    try {
      if (await this.areWaiting()) return false;
      if (this.#complete !== database && (await this.#notes.isEmpty("kept"))) this.#complete = database;
      return this.#complete === database;
    } catch (error) {
      this.#complain(error);
      return false;
    }
  }

  /** Tells the registry what it lacks, if anything, and waits for that a while; true when it then has everything. */
  async complete(database: unknown): Promise<boolean> {
    if (await this.areTaken(database)) return true;
    await Promise.race([this.#tell(), pause(this.#options.timeoutMs, undefined, { ref: false })]);
    return this.areTaken(database);
  }

  /** Has the registry make a withdrawal, or writes it down for later. Throws when neither can be done. */
  async take(note: WithdrawalNote, requestId: string): Promise<Taken> {
    const { registry, timeoutMs, logger } = this.#options;
    const content = { waiting: [note], kept: [] };
    const answer = await registry
      .post<Answer>({ peer: REGISTRY, path: "/withdrawals", content, requestId, timeoutMs })
      .catch(() => undefined);
    const one = answer?.taken?.[0];
    if (typeof one?.isTaken !== "boolean") {
      await this.#notes.hold(note);
      logger.warn({ requestId }, "a withdrawal waits for the registry");
      return "waits";
    }
    if (!one.isTaken) return "unknown";
    // The registry has it: that it could not be written down as well is not hers to hear.
    await this.#settle(note, one).catch((error) => this.#complain(error));
    return "made";
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#life;
    await this.#telling;
  }

  async #watch(): Promise<void> {
    const { signal } = this.#closing;
    let forgottenAt = Number.NEGATIVE_INFINITY;
    while (!signal.aborted) {
      try {
        if (await this.areWaiting()) await this.#tell();
        if (performance.now() > forgottenAt + FORGET_EVERY_MS) {
          forgottenAt = performance.now();
          await this.#notes.forgetOld();
        }
      } catch (error) {
        this.#complain(error);
      }
      await pause(LOOK_EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** Once at a time, for all who wait for it. Never rejects. */
  #tell(): Promise<void> {
    this.#telling ??= this.#tellAll()
      .catch((error) => this.#complain(error))
      .finally(() => {
        this.#telling = undefined;
      });
    return this.#telling;
  }

  async #tellAll(): Promise<void> {
    const databases = new Set<string>();
    for (const part of ["waiting", "kept"] as const) {
      const notes = await this.#notes.read(part);
      for (let from = 0; from < notes.length; from += BATCH)
        databases.add(await this.#tellSome(part, notes.slice(from, from + BATCH)));
      if (part === "waiting" && notes.length > 0)
        this.#options.logger.info({ withdrawals: notes.length }, "the registry has the withdrawals that waited");
    }
    this.#isTroubled = false;
    const [database, ...others] = databases;
    if (database !== undefined && others.length === 0) this.#complete = database;
  }

  async #tellSome(part: "waiting" | "kept", notes: readonly WithdrawalNote[]): Promise<string> {
    const { database, taken } = await this.#options.registry.post<Answer>({
      peer: REGISTRY,
      path: "/withdrawals",
      content: { waiting: [], kept: [], [part]: notes },
      requestId: randomUUID(),
      timeoutMs: BATCH_TIMEOUT_MS,
    });
    if (typeof database !== "string") throw new Error("The registry did not say on which database it works.");
    if (part === "kept") return database;
    for (const [index, note] of notes.entries()) {
      const one = taken[index];
      if (typeof one?.isTaken !== "boolean") throw new Error("The registry did not say what became of a withdrawal.");
      await this.#settle(note, one);
    }
    return database;
  }

  async #settle(note: WithdrawalNote, { isTaken, takenAt }: Answer["taken"][number]): Promise<void> {
    if (isTaken) await this.#notes.keep({ ...note, takenAt });
    else await this.#notes.release(note);
  }

  /** Once, until it goes well again: it is tried twice a second. */
  #complain(error: unknown): void {
    if (!this.#isTroubled)
      this.#options.logger.error({ err: error }, "withdrawals cannot be told to the registry: nothing is shown");
    this.#isTroubled = true;
  }
}
