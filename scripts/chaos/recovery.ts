import type { ApartHub } from "./apart-hub.ts";
import { differences, type Read } from "./reads.ts";
import { until } from "./until.ts";

/** Generous, so that a loaded machine does not decide; how long it took is among the facts. */
const PATIENCE_SECONDS = 20;

/** Milliseconds until every read is answered in full again, or undefined when that does not come about. */
export function untilWhole(
  hub: ApartHub,
  reads: readonly Read[],
  seconds = PATIENCE_SECONDS,
): Promise<number | undefined> {
  return until(async () => {
    for (const read of reads) {
      const { data, codes, breach } = await hub.client.ask(read);
      if (breach || codes.length > 0 || differences(read.whole, data).length > 0) return false;
    }
    return true;
  }, seconds);
}

/** The processes that ended since their numbers were taken. */
export function endedSince(hub: ApartHub, numbers: Readonly<Record<string, number>>): string[] {
  return Object.entries(numbers).flatMap(([name, pid]) => {
    const now = hub.processOf(name);
    return now.hasEnded() || now.pid !== pid ? [`${name} ended: ${now.output().slice(-300)}`] : [];
  });
}

export const processNumbers = (hub: ApartHub): Record<string, number> =>
  Object.fromEntries(hub.names.map((name) => [name, hub.processOf(name).pid]));
