import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { sameForAll } from "../gateway/applications.ts";
import { startEmbeddedPostgres } from "../scripts/embedded-postgres/index.ts";
import { prepareDatabases } from "../scripts/hub/databases.ts";
import { openHub } from "../scripts/hub/open-hub.ts";
import { seedConsent } from "../scripts/seed/consent.ts";
import { subgraphs } from "../subgraphs/index.ts";
import { countTraffic } from "./consent/count-traffic.ts";
import { addPageOfPeople, PAGE_OF_PEOPLE } from "./consent/page-of-people.ts";
import { openUnenforcedHub } from "./consent/unenforced-hub.ts";
import { PLENTY, plentifulBudgets } from "./plenty.ts";
import { quantile } from "./quantile.ts";

const PEOPLE = 100;
const MOST_ROUNDS = 1_000;
const WARM_UP_ROUNDS = 20;
/** What consent may add to the 95th percentile of a page, in milliseconds. */
const TARGET_MS = 15;
const PREFIX = "bench";

/** One of the two hubs. */
interface Contestant {
  readonly url: string;
  readonly statements: string[];
  readonly times: number[];
  /** Processor time of this process, which is all of the hub but PostgreSQL. */
  readonly cpuTimes: number[];
}

/**
 * One page of 100 people with three categories each of what another organisation holds, asked over HTTP of the hub as it is
 * and of one that enforces nothing, in turn, on the same databases. Milliseconds; true when the target is met.
 */
export async function benchConsent(args: readonly string[]): Promise<boolean> {
  const { values } = parseArgs({ args: [...args], options: { rounds: { type: "string", default: "100" } } });
  const rounds = Number(values.rounds);
  if (!(rounds >= 1 && rounds <= MOST_ROUNDS)) throw new Error(`--rounds is a number from 1 to ${MOST_ROUNDS}.`);
  const dataFolder = await mkdtemp(path.join(tmpdir(), "passerelle-bench-"));
  const server = await startEmbeddedPostgres({ dataFolder, settings: { fsync: "off" } });
  const options = {
    applications: sameForAll({ isFreeForm: true, budgets: plentifulBudgets }),
    limits: { cost: PLENTY },
  };
  const statements: string[] = [];
  const onStatement = (_subgraph: string, sql: string) => void statements.push(sql);
  const opening = { adminUrl: server.url, prefix: PREFIX, gatewayPort: 0, issuerPort: 0, isApart: true, onStatement };
  const closers: (() => Promise<void>)[] = [];
  try {
    const hub = await openHub({ ...opening, ...options });
    closers.push(() => hub.close());
    await seedConsent(hub.subgraphs.consent!.orm);
    await addPageOfPeople((name, text, given) => hub.subgraphs[name]!.orm.em.fork().execute(text, given), PEOPLE);
    const names = subgraphs.map(({ name }) => name);
    const open = await openUnenforcedHub(await prepareDatabases(server.url, names, PREFIX), hub.issuerUrl, options);
    closers.push(() => open.close());
    const contestants = {
      "without consent": { url: open.url, statements: open.statements, times: [], cpuTimes: [] },
      "with consent": { url: hub.url, statements, times: [], cpuTimes: [] },
    };
    return await measure(contestants, await hub.tokenOf("claire"), rounds);
  } finally {
    while (closers.length > 0) await closers.pop()!();
    await server.stop();
    await rm(server.dataFolder, { recursive: true, force: true });
  }
}

async function measure(
  contestants: Readonly<Record<string, Contestant>>,
  token: string,
  rounds: number,
): Promise<boolean> {
  const ask = async ({ url }: Contestant): Promise<string> => {
    const response = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: PAGE_OF_PEOPLE, variables: { first: PEOPLE } }),
    });
    const { data, errors } = (await response.json()) as { data: object; errors?: object[] };
    if (errors) throw new Error(`The page is refused: ${JSON.stringify(errors)}`);
    return JSON.stringify(data);
  };
  const all = Object.entries(contestants);
  const answers = new Set<string>();
  for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
    // Who goes first changes, so that neither always finds what the other left warm.
    for (const [, contestant] of round % 2 === 0 ? all : all.toReversed()) {
      const [startedAt, before] = [performance.now(), process.cpuUsage()];
      answers.add(await ask(contestant));
      const [ms, used] = [performance.now() - startedAt, process.cpuUsage(before)];
      if (round < 0) continue;
      contestant.times.push(ms);
      contestant.cpuTimes.push((used.user + used.system) / 1_000);
    }
  }
  if (answers.size > 1) throw new Error("The two hubs do not answer alike.");
  const rows = [];
  for (const [name, contestant] of all) {
    contestant.statements.length = 0;
    const calls = await countTraffic(async () => void (await ask(contestant)));
    rows.push({
      hub: name,
      "p50 (ms)": Number(quantile(contestant.times, 0.5).toFixed(1)),
      "p95 (ms)": Number(quantile(contestant.times, 0.95).toFixed(1)),
      "CPU p50 (ms)": Number(quantile(contestant.cpuTimes, 0.5).toFixed(1)),
      "decision calls": calls["/decisions"] ?? 0,
      "fence calls": calls["/fence"] ?? 0,
      "SQL statements": contestant.statements.length,
    });
  }
  console.table(rows);
  const [without, with_] = all.map(([, { times }]) => [quantile(times, 0.5), quantile(times, 0.95)]);
  const [p50, p95] = [with_![0]! - without![0]!, with_![1]! - without![1]!];
  const isMet = p95 <= TARGET_MS;
  process.stdout.write(
    `${rounds} rounds. Consent adds ${p50.toFixed(1)} ms (× ${(with_![0]! / without![0]!).toFixed(2)}) to the median and ` +
      `${p95.toFixed(1)} ms (× ${(with_![1]! / without![1]!).toFixed(2)}) to the 95th percentile of a page of ${PEOPLE} people ` +
      `and ${PEOPLE * 3} decisions.\nTarget at most ${TARGET_MS} ms at the 95th: ${isMet ? "met" : "missed"}.\n`,
  );
  return isMet;
}
