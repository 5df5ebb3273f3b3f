import { RequestRefused } from "./errors.ts";
import type { Limits } from "./limits.ts";

const LOOK_MS = 100;
/** The process gets round to what it is told this late: with more at once, everything would only come later still. */
const LATE_MS = 50;
/** However busy the process is, so many are served, or it would never find out that it is no longer busy. */
const FEWEST = 4;

interface Waiting {
  readonly application: string;
  readonly enter: () => void;
}

/** How the door stands, for those who watch. */
export interface DoorState {
  readonly inside: number;
  readonly waiting: number;
  /** How many may be inside at once, as things are. */
  readonly places: number;
}

/**
 * Bounds how many operations are served at once. The others wait in a short line, and what finds no place there is told
 * `OVERLOADED` before any work is done for it. A place that becomes free goes to the application that holds the fewest, and
 * none fills more than half of the line: one that asks too much is in its own way alone. While the process itself is late
 * there are fewer places, and one more every tenth of a second once it no longer is.
 */
export class Door {
  readonly #limits: Limits;
  readonly #inside = new Map<string, number>();
  readonly #watch: NodeJS.Timeout;
  #line: Waiting[] = [];
  #count = 0;
  #places: number;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#places = limits.operations;
    let lookedAt = performance.now();
    this.#watch = setInterval(() => {
      const now = performance.now();
      this.adapt(now - lookedAt - LOOK_MS);
      lookedAt = now;
    }, LOOK_MS).unref();
  }

  /** Told how late the process is. */
  adapt(lateMs: number): void {
    const { operations } = this.#limits;
    const wanted = lateMs > LATE_MS ? Math.max(FEWEST, Math.floor(this.#places * 0.7)) : this.#places + 1;
    this.#places = Math.min(wanted, operations);
    this.#admit();
  }

  get state(): DoorState {
    return { inside: this.#count, waiting: this.#line.length, places: this.#places };
  }

  /** Throws {@link RequestRefused} when the line is full, whoever may ask. */
  requireRoom(): void {
    if (this.#line.length >= this.#limits.operationsWaiting) throw overloaded();
  }

  /** Does the work once there is a place for it. Throws {@link RequestRefused} when there is none in time. */
  async pass<Result>(application: string, work: () => Promise<Result>): Promise<Result> {
    if (this.#line.length > 0 || this.#count >= this.#places) await this.#wait(application);
    else this.#enter(application);
    try {
      return await work();
    } finally {
      this.#leave(application);
    }
  }

  close(): void {
    clearInterval(this.#watch);
  }

  #wait(application: string): Promise<void> {
    this.requireRoom();
    const own = this.#line.filter((one) => one.application === application).length;
    if (own >= Math.ceil(this.#limits.operationsWaiting / 2)) throw overloaded();
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        application,
        enter: () => {
          clearTimeout(timer);
          this.#enter(application);
          resolve();
        },
      };
      const timer = setTimeout(() => {
        this.#line = this.#line.filter((one) => one !== waiting);
        reject(overloaded());
      }, this.#limits.operationWaitMs);
      this.#line.push(waiting);
    });
  }

  #enter(application: string): void {
    this.#count += 1;
    this.#inside.set(application, this.#held(application) + 1);
  }

  #leave(application: string): void {
    this.#count -= 1;
    const left = this.#held(application) - 1;
    if (left > 0) this.#inside.set(application, left);
    else this.#inside.delete(application);
    this.#admit();
  }

  #admit(): void {
    while (this.#count < this.#places && this.#line.length > 0) {
      const next = this.#line.reduce((best, one) =>
        this.#held(one.application) < this.#held(best.application) ? one : best,
      );
      this.#line.splice(this.#line.indexOf(next), 1);
      next.enter();
    }
  }

  readonly #held = (application: string): number => this.#inside.get(application) ?? 0;
}

function overloaded(): RequestRefused {
  return new RequestRefused(503, { code: "OVERLOADED", retryAfterMs: 2_000 }, { "retry-after": "2" });
}
