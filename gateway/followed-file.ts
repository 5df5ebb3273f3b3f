import { type FSWatcher, watch } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Logger } from "../kit/logger.ts";

const SETTLE_MS = 100;

/**
 * Follows a file the operator may change while the hub runs: `apply` is given its text now and after each change. Text that `apply` refuses is told in
 * one line of the log, and what was in force stays. The folder is watched, since editors and deployments replace files.
 */
export class FollowedFile {
  readonly #path: string;
  readonly #what: string;
  readonly #logger: Logger;
  readonly #apply: (text: string) => Promise<void>;
  #watcher: FSWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  /** Null when it could not be read; undefined before the first look. */
  #lastText: string | null | undefined;

  /** `what` says in the log what the file holds. */
  constructor(options: { path: string; what: string; logger: Logger; apply: (text: string) => Promise<void> }) {
    this.#path = options.path;
    this.#what = options.what;
    this.#logger = options.logger;
    this.#apply = options.apply;
  }

  /** Reads the file once, then follows it. Throws when its folder does not exist. */
  async open(): Promise<void> {
    this.#watcher = watch(dirname(this.#path), () => this.#readSoon());
    this.#watcher.on("error", (error) =>
      this.#logger.error({ err: error }, `the file of ${this.#what} is no longer watched`),
    );
    await this.#read();
  }

  async close(): Promise<void> {
    this.#watcher?.close();
    clearTimeout(this.#timer);
    await this.#running;
  }

  #readSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#running = this.#running.then(() => this.#read());
    }, SETTLE_MS);
  }

  async #read(): Promise<void> {
    const text = await readFile(this.#path, "utf8").catch(() => null);
    if (text === this.#lastText) return;
    this.#lastText = text;
    if (text === null) return this.#complain("it cannot be read");
    try {
      await this.#apply(text);
      this.#logger.info(`${this.#what} is in force`);
    } catch (error) {
      this.#complain((error as Error).message);
    }
  }

  /** The reason speaks about the schema or about applications, which hold nobody's data. */
  #complain(reason: string): void {
    const why = reason.replace(/\s+/g, " ").slice(0, 300);
    this.#logger.error(`the file of ${this.#what} is not usable, what was in force stays: ${why}`);
  }
}
