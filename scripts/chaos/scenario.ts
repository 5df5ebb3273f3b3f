import type { ApartHub } from "./apart-hub.ts";

/** A fault, or a history of concurrent acts, and what the hub promises under it. */
export interface Scenario {
  /** Name in the table of `docs/faults.md`. */
  readonly id: string;
  readonly promise: string;
  /** Too long for every run of the tests: played by `npm run chaos` alone. */
  readonly isLong?: boolean;
  /** Plays it on a sound hub and leaves a sound hub. */
  run(hub: ApartHub, how: How): Promise<Outcome>;
}

export interface How {
  /** How long the fault lasts, or the load; a scenario may need a little more. */
  readonly seconds: number;
  /** A number from 0 to 1, 1 excluded, the same ones for the same seed. */
  readonly random: () => number;
}

export interface Outcome {
  /** Each way in which the promise was broken, in a sentence without anybody's data; empty when it was kept. */
  readonly broken: readonly string[];
  /** What was measured, for the reader of the table. */
  readonly facts: Readonly<Record<string, number | string>>;
}
