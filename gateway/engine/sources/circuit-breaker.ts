import type { BreakerPolicy } from "./source-policy.ts";

/** `half-open`: the rest is over, and the next attempt, alone, decides what follows. */
export type BreakerState = "closed" | "open" | "half-open";

/** What an attempt says of a source's health. */
export type Verdict = "well" | "ill" | "nothing";

const SLICES = 10;

/**
 * Leaves a source in peace that fails most of the time: those who ask learn at once what they would have waited for, and
 * the source can recover. After its rest one attempt is let through; if that is answered, all are again.
 */
export class CircuitBreaker {
  readonly #policy: BreakerPolicy;
  readonly #now: () => number;
  /** The window, cut into slices that are used in turn: what is remembered does not grow with what is asked. */
  readonly #slices = Array.from({ length: SLICES }, () => ({ turn: -1, all: 0, ill: 0 }));
  #openedAt: number | undefined;
  #isProbing = false;

  constructor(policy: BreakerPolicy, now: () => number = () => performance.now()) {
    this.#policy = policy;
    this.#now = now;
  }

  get state(): BreakerState {
    if (this.#openedAt === undefined) return "closed";
    return this.#restLeft() > 0 ? "open" : "half-open";
  }

  /** Milliseconds after which asking again may help; undefined when an attempt would be let through now. */
  get refusedForMs(): number | undefined {
    if (this.#openedAt === undefined || (this.#restLeft() <= 0 && !this.#isProbing)) return undefined;
    return Math.max(1, Math.ceil(this.#restLeft()));
  }

  /** Runs an attempt and learns from it; undefined, without running it, when the source is to be left in peace. */
  async watch<Result>(attempt: () => Promise<Result>, judge: (result: Result) => Verdict): Promise<Result | undefined> {
    if (this.refusedForMs !== undefined) return undefined;
    const isProbe = this.#openedAt !== undefined;
    this.#isProbing = isProbe;
    let verdict: Verdict = "nothing";
    try {
      const result = await attempt();
      verdict = judge(result);
      return result;
    } finally {
      if (isProbe) this.#endProbe(verdict);
      else if (this.#openedAt === undefined) this.#note(verdict);
    }
  }

  #restLeft(): number {
    return this.#openedAt! + this.#policy.restMs - this.#now();
  }

  /** An attempt that says nothing, given up by its caller for example, leaves its turn to the next. */
  #endProbe(verdict: Verdict): void {
    this.#isProbing = false;
    if (verdict === "ill") this.#openedAt = this.#now();
    if (verdict !== "well") return;
    this.#openedAt = undefined;
    for (const slice of this.#slices) slice.turn = -1;
  }

  #note(verdict: Verdict): void {
    if (verdict === "nothing") return;
    const { windowMs, failures } = this.#policy;
    const now = this.#now();
    const turn = Math.floor((now / windowMs) * SLICES);
    const slice = this.#slices[turn % SLICES]!;
    if (slice.turn !== turn) Object.assign(slice, { turn, all: 0, ill: 0 });
    slice.all += 1;
    if (verdict !== "ill") return;
    slice.ill += 1;
    const recent = this.#slices.filter((one) => one.turn > turn - SLICES);
    const [all, ill] = [recent.reduce((sum, one) => sum + one.all, 0), recent.reduce((sum, one) => sum + one.ill, 0)];
    if (ill >= failures && ill * 2 >= all) this.#openedAt = now;
  }
}
