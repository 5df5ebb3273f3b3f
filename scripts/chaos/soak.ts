import type { ApartHub } from "./apart-hub.ts";
import { memoryOf, openFilesOf } from "./process-facts.ts";
import type { Outcome } from "./scenario.ts";

const EVERY_MS = 5_000;
/** A process is judged once it was watched this long: before, it is still growing into its work. */
const LEAST_SAMPLES = 12;
/** A gateway keeps room for the supergraphs it has replaced: some 170 MB after forty of them, with as much alive as after one. */
const MOST_MEGABYTES = 300;
const MOST_OPEN_FILES = 100;

/** What a process held at one look. */
export interface Sample {
  readonly megabytes: number;
  readonly openFiles: number;
}

/** Looks at every process while other faults are played; `end` says what grew, and what was thrown and caught by nobody. */
export function watchProcesses(hub: ApartHub) {
  const samples = new Map<string, Sample[]>();
  const broken = new Set<string>();
  const look = async () => {
    for (const name of hub.names) {
      const { pid, output } = hub.processOf(name);
      if (/unhandled|uncaught/i.test(output())) broken.add(`${name} threw what nobody caught`);
      const sample = { megabytes: (await memoryOf(hub, [name])) / 1024 ** 2, openFiles: await openFilesOf(hub, name) };
      const key = `${name} ${pid}`;
      if (sample.megabytes > 0) samples.set(key, [...(samples.get(key) ?? []), sample]);
    }
  };
  const timer = setInterval(() => void look(), EVERY_MS);
  return {
    end(): Outcome {
      clearInterval(timer);
      const judged = [...samples].filter(([, seen]) => seen.length >= LEAST_SAMPLES);
      for (const [process, seen] of judged) for (const what of growthIn(seen)) broken.add(`${process} ${what}`);
      return { broken: [...broken], facts: { processes: judged.length } };
    },
  };
}

/** What grew from the first third to the last, beyond what a process needs to breathe. */
export function growthIn(samples: readonly Sample[]): string[] {
  const third = Math.ceil(samples.length / 3);
  const grown = (of: (sample: Sample) => number) =>
    Math.round(middle(samples.slice(-third).map(of)) - middle(samples.slice(0, third).map(of)));
  const [megabytes, openFiles] = [grown(({ megabytes }) => megabytes), grown(({ openFiles }) => openFiles)];
  return [
    ...(megabytes > MOST_MEGABYTES ? [`grew by ${megabytes} MB`] : []),
    ...(openFiles > MOST_OPEN_FILES ? [`holds ${openFiles} more open files`] : []),
  ];
}

function middle(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
