import type { Child } from "./child.ts";
import type { Burst, BurstOutcome } from "./load-process.ts";

/** What one burst of one contestant was. */
export interface Sample {
  readonly requestsPerSecond: number;
  /** Processor time of the contestant for each request, in milliseconds: hardly changed by what else the machine does. */
  readonly cpuPerRequest: number;
  /** Memory the contestant held after it, in bytes. */
  readonly memory: number;
}

/** Throws when a request fails: a fast refusal is no speed. */
export async function measureBurst(load: Child, contestant: Child, burst: Burst): Promise<Sample> {
  const before = await contestant.usage();
  const { answered, failed, failure, seconds } = await load.ask<BurstOutcome>({ burst }, "outcome");
  const after = await contestant.usage();
  if (failed > 0) throw new Error(`${failed} of ${answered} requests failed: ${failure}`);
  return {
    requestsPerSecond: answered / seconds,
    cpuPerRequest: (after.cpu - before.cpu) / answered / 1_000,
    memory: after.memory,
  };
}
