import type { RetainedRule } from "../erasure.ts";
import type { Upkeep } from "../upkeep.ts";
import { erasePast } from "./erase-past.ts";

/** Deep in the night of Europe, when few read and nobody writes. */
const EACH_NIGHT = "17 2 * * *";
/** As long as a process that is told to stop may wait for it; what is left goes on in the next pass. */
const PASS_MS = 5_000;

/** Erases each night what is past its time, and counts what stays. */
export const retentionUpkeep = (rules: readonly RetainedRule[]): Readonly<Record<string, Upkeep>> => ({
  erase_past: {
    schedule: EACH_NIGHT,
    run: async (em, logger) => (await erasePast(em, rules, PASS_MS, logger))?.isDone ?? true,
  },
});
