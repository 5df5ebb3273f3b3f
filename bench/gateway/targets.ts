import { BOUND, ENGINE, HIVE_RUST, HUB, STOCK } from "./contestants.ts";
import type { Sample } from "./measure.ts";
import type { OperationName } from "./operations.ts";
import { compare } from "./standing.ts";

interface Target {
  readonly operation: OperationName;
  readonly who: string;
  readonly than: string;
  /** Least ratio that meets it. */
  readonly least: number;
}

const targets: readonly Target[] = [
  { operation: "heavy", who: ENGINE, than: STOCK, least: 7 },
  { operation: "small", who: ENGINE, than: STOCK, least: 5 },
  { operation: "heavy", who: HUB, than: STOCK, least: 7 },
  { operation: "small", who: HUB, than: STOCK, least: 5 },
  { operation: "heavy", who: ENGINE, than: HIVE_RUST, least: 2 },
  { operation: "small", who: ENGINE, than: HIVE_RUST, least: 2 },
  { operation: "heavy", who: HUB, than: HIVE_RUST, least: 2 },
  { operation: "small", who: HUB, than: HIVE_RUST, least: 2 },
  { operation: "heavy", who: HUB, than: BOUND, least: 0.75 },
  { operation: "small", who: HUB, than: BOUND, least: 0.75 },
];

/** A sentence for each target, and whether all are met. Judged by processor time for each request. */
export function judge(samples: (operation: OperationName, who: string) => readonly Sample[]) {
  const verdicts = targets.map(({ operation, who, than, least }) => {
    const { middle } = compare(samples(operation, who), samples(operation, than)).cpu;
    const isMet = middle >= least;
    const sentence = `${operation}: ${who} serves ${middle.toFixed(2)} times as much as ${than} for the same processor time; the target is ${least}: ${isMet ? "met" : "missed"}.`;
    return { isMet, sentence };
  });
  return { sentences: verdicts.map(({ sentence }) => sentence), areMet: verdicts.every(({ isMet }) => isMet) };
}
