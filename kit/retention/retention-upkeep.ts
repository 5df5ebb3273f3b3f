import type { RetainedRule } from "../erasure.ts";
import type { Upkeep } from "../upkeep.ts";
import { erasePast } from "./erase-past.ts";

/** Deep in the night of Europe, when few read and nobody writes. */
const EACH_NIGHT = "17 2 * * *";
/** With the counting at its end, a pass stays below the minute after which the queue takes it for dead. */
const PASS_MS = 20_000;

/** Erases each night what is past its time, and counts what stays. */
export const retentionUpkeep = (rules: readonly RetainedRule[]): Readonly<Record<string, Upkeep>> => ({
  erase_past: {
    schedule: EACH_NIGHT,
    run: async (em, logger) => (await erasePast(em, rules, PASS_MS, logger))?.isDone ?? true,
  },
});
