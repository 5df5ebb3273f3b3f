import { median } from "../median.ts";
import type { Sample } from "./measure.ts";

/** A ratio in every round: how it lay in the middle, and at its ends. */
export interface Spread {
  readonly middle: number;
  readonly least: number;
  readonly most: number;
}

export function spreadOf(values: readonly number[]): Spread {
  return { middle: median(values), least: Math.min(...values), most: Math.max(...values) };
}

type Speed = Pick<Sample, "requestsPerSecond" | "cpuPerRequest">;

/** How many times as much `one` serves as `other`, round by round: in a second, and for the same processor time. */
export function compare(one: readonly Speed[], other: readonly Speed[]): { served: Spread; cpu: Spread } {
  return {
    served: spreadOf(one.map((sample, round) => sample.requestsPerSecond / other[round]!.requestsPerSecond)),
    cpu: spreadOf(one.map((sample, round) => other[round]!.cpuPerRequest / sample.cpuPerRequest)),
  };
}

export const shown = ({ middle, least, most }: Spread, digits = 1): string =>
  `${middle.toFixed(digits)} (${least.toFixed(digits)}–${most.toFixed(digits)})`;
