import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Child, startChild } from "./gateway/child.ts";
import { BOUND, contestants, STOCK } from "./gateway/contestants.ts";
import { composeSupergraph } from "./gateway/federation.ts";
import { measureBurst, type Sample } from "./gateway/measure.ts";
import { MOST_TEXTS, type OperationName, operationNames, textsOf } from "./gateway/operations.ts";
import { checkSameAnswers } from "./gateway/same-answers.ts";
import type { Sources } from "./gateway/sources-process.ts";
import { compare, shown, spreadOf } from "./gateway/standing.ts";
import { products } from "./gateway/store.ts";
import { judge } from "./gateway/targets.ts";

const CONNECTIONS = 50;
/** Enough for the machine code to be made; a slow contestant has its time to get there. */
const WARM_UP = { seconds: 6, requests: 1_000 };
const MOST = { rounds: 60, seconds: 10, texts: MOST_TEXTS };

interface Running {
  readonly name: string;
  readonly url: string;
  readonly child: Child;
}

/** Our engine and our hub against the gateways of the field, over the same subgraphs, in turn, in one run. */
export async function benchGateway(args: readonly string[]): Promise<boolean> {
  const { rounds, seconds, texts } = readOptions(args);
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  const children: Child[] = [];
  const start = async (file: string, given: readonly string[] = []) => {
    const child = await startChild(file, given);
    children.push(child);
    return child;
  };
  try {
    const sources = await start("sources-process.ts");
    const { urls, issuer, registry, tokens } = JSON.parse(sources.said) as Sources;
    const file = join(folder, "supergraph.graphql");
    await writeFile(file, composeSupergraph(urls));
    const running: Running[] = [];
    for (const { name, file: entry, args: own = [] } of contestants) {
      const identity = entry.includes("hub") ? ["--issuer", issuer, "--registry", registry] : [];
      const child = await start(entry, [file, ...own, ...identity]);
      running.push({ name, url: child.said, child });
    }
    const load = await start("load-process.ts");
    const bodies = bodiesOf(texts);
    const gateways = running.filter(({ name }) => name !== BOUND);
    for (const name of operationNames) {
      const asked = bodies[name];
      let bytes = 0;
      for (let index = 0; index < 5; index++)
        bytes = await checkSameAnswers(gateways, asked[index % asked.length]!, tokens[index]!);
      process.stdout.write(`${name}: the same data from all gateways, ${(bytes / 1_000).toFixed(1)} kB.\n`);
    }
    const samples = await runRounds({ running, load, bodies, tokens, rounds, seconds });
    for (const name of operationNames) report(name, samples);
    const { sentences, areMet } = judge(samples);
    process.stdout.write(`${sentences.join("\n")}\n`);
    return areMet;
  } finally {
    await Promise.all(children.map((child) => child.stop()));
    await rm(folder, { recursive: true });
  }
}

function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: "string", default: "10" },
      seconds: { type: "string", default: "0.8" },
      /** How many texts each operation is asked with, as clients' stored operations are. */
      texts: { type: "string", default: "1" },
    },
  });
  const read = (name: keyof typeof MOST) => {
    const value = Number(values[name]);
    if (value > 0 && value <= MOST[name]) return value;
    throw new Error(`--${name} is a number above 0 and at most ${MOST[name]}.`);
  };
  return { rounds: Math.ceil(read("rounds")), seconds: read("seconds"), texts: Math.ceil(read("texts")) };
}

type Bodies = Readonly<Record<OperationName, readonly string[]>>;

/** Each text with each place to begin at. */
function bodiesOf(texts: number): Bodies {
  const entries = operationNames.map((name) => {
    const all = products.flatMap((_, from) =>
      textsOf(name, texts).map((query) => JSON.stringify({ query, variables: { from } })),
    );
    return [name, all] as const;
  });
  return Object.fromEntries(entries) as Record<OperationName, string[]>;
}

interface Rounds {
  readonly running: readonly Running[];
  readonly load: Child;
  readonly bodies: Bodies;
  readonly tokens: readonly string[];
  readonly rounds: number;
  readonly seconds: number;
}

/** The samples of each contestant for each operation, one a round. */
async function runRounds({ running, load, bodies, tokens, rounds, seconds }: Rounds) {
  const kept = new Map<string, Sample[]>();
  const samples = (operation: OperationName, name: string) => {
    const key = `${operation} ${name}`;
    if (!kept.has(key)) kept.set(key, []);
    return kept.get(key)!;
  };
  for (let round = -1; round < rounds; round++) {
    for (const operation of operationNames) {
      // Whoever begins is another each round: nobody always has the machine as the same neighbour left it.
      for (let turn = 0; turn < running.length; turn++) {
        const { name, url, child } = running[(turn + round + running.length) % running.length]!;
        const { origin, pathname: path } = new URL(url);
        const isWarmUp = round < 0;
        const sample = await measureBurst(load, child, {
          origin,
          path,
          connections: CONNECTIONS,
          bodies: bodies[operation],
          tokens,
          from: Math.max(0, round) * 1_000,
          ...(isWarmUp ? WARM_UP : { seconds, requests: Number.MAX_SAFE_INTEGER }),
        });
        if (!isWarmUp) samples(operation, name).push(sample);
      }
    }
  }
  return samples;
}

function report(
  operation: OperationName,
  samples: (operation: OperationName, name: string) => readonly Sample[],
): void {
  const rows = contestants.map(({ name }) => {
    const own = samples(operation, name);
    const toStock = compare(own, samples(operation, STOCK));
    const toBound = compare(own, samples(operation, BOUND));
    return {
      [operation]: name,
      "requests/s": shown(spreadOf(own.map((one) => one.requestsPerSecond)), 0),
      "CPU ms/request": shown(spreadOf(own.map((one) => one.cpuPerRequest)), 2),
      "× stock, served": shown(toStock.served),
      "× stock, CPU": shown(toStock.cpu),
      "of the bound, CPU": `${(toBound.cpu.middle * 100).toFixed(0)} %`,
      "memory MB": Math.round(Math.max(...own.map((one) => one.memory)) / 1e6),
    };
  });
  console.table(rows);
}
