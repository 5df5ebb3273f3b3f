/** A bounded number of places, and a bounded line before them: who finds both full is turned away, never kept in memory. */
export class WaitingLine {
  readonly #places: number;
  readonly #mostWaiting: number;
  readonly #waiting = new Set<() => void>();
  #taken = 0;

  constructor(places: number, mostWaiting: number) {
    this.#places = places;
    this.#mostWaiting = mostWaiting;
  }

  get taken(): number {
    return this.#taken;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** True once a place is taken, at once where one is free, to be given back with `leave`; false when none came free in time or for the signal. */
  enter(waitMs: number, signal?: AbortSignal): boolean | Promise<boolean> {
    if (this.#taken < this.#places) {
      this.#taken += 1;
      return true;
    }
    if (this.#waiting.size >= this.#mostWaiting || waitMs <= 0 || signal?.aborted) return false;
    return new Promise((resolve) => {
      const end = (hasPlace: boolean) => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", giveUp);
        this.#waiting.delete(takePlace);
        resolve(hasPlace);
      };
      const takePlace = () => end(true);
      const giveUp = () => end(false);
      const timer = setTimeout(giveUp, waitMs);
      signal?.addEventListener("abort", giveUp);
      this.#waiting.add(takePlace);
    });
  }

  /** Gives a place back, to the one who waited longest if anybody does. */
  leave(): void {
    const [next] = this.#waiting;
    if (next) next();
    else this.#taken -= 1;
  }
}
