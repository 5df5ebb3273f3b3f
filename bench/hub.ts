import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { Agent } from "undici";
import { sameForAll } from "../gateway/applications.ts";
import { post } from "../gateway/engine/http-transport.ts";
import { startGateway } from "../gateway/start-gateway.ts";
import { createLogger } from "../kit/logger.ts";
import { loadSigningKey } from "../kit/signing-key.ts";
import { DEVELOPMENT_AUDIENCE } from "../scripts/development/issuer-configuration.ts";
import { exampleQueries } from "../scripts/hub/example-queries.ts";
import type { Hub } from "../scripts/hub/open-hub.ts";
import { visitOwnHub } from "../scripts/journey/own-hub.ts";
import { compare, shown, spreadOf } from "./gateway/standing.ts";
import { plentifulBudgets } from "./plenty.ts";

const MOST_ROUNDS = 200;
const WARM_UP_ROUNDS = 10;
/** How often an operation is asked at once. */
const AT_ONCE = 4;
/** Readings of `clients/` that need no variables, and who asks each. */
const stored: Readonly<Record<string, string>> = {
  "association/plan-words": "claire",
  "partner/organizations": "leo",
  "partner/who-am-i": "leo",
  "person/my-consents": "bruno",
  "person/my-employment-contracts": "bruno",
  "person/my-plan-extracts": "bruno",
};
const SUPERGRAPH = new URL("../schema/supergraph.graphql", import.meta.url).pathname;

interface Operation {
  readonly name: string;
  readonly as: string;
  readonly query: string;
}

/**
 * The hub's own operations, over its five subgraphs and a throw-away PostgreSQL: the plans run by Apollo's executor and
 * by our own over TCP, and by our own with the subgraphs in the same process. All is one process, so the processor time
 * of a request is that of the whole hub but for PostgreSQL.
 */
export async function benchHub(args: readonly string[]): Promise<boolean> {
  const { values } = parseArgs({ args: [...args], options: { rounds: { type: "string", default: "30" } } });
  const rounds = Number(values.rounds);
  if (!(rounds >= 1 && rounds <= MOST_ROUNDS)) throw new Error(`--rounds is a number from 1 to ${MOST_ROUNDS}.`);
  const applications = sameForAll({ isFreeForm: true, budgets: plentifulBudgets });
  const signingKey = await loadSigningKey();
  await visitOwnHub(
    async (hub) => {
      const open = (engine: "stock" | "passerelle") =>
        startGateway({
          host: "127.0.0.1",
          port: 0,
          peers: hub.peers,
          supergraphFile: SUPERGRAPH,
          issuers: [{ alias: "development", url: hub.issuerUrl }],
          audience: DEVELOPMENT_AUDIENCE,
          signingKey,
          applications,
          logger: createLogger("gateway", "silent"),
          isProduction: false,
          engine,
        });
      const [stock, apart] = [await open("stock"), await open("passerelle")];
      const gateways = { "Apollo's executor": stock.url, "our engine": apart.url, "our engine, one process": hub.url };
      try {
        await measureOperations(gateways, hub, rounds);
      } finally {
        await stock.close();
        await apart.close();
      }
    },
    { applications, signingKey },
  );
  return true;
}

async function readOperations(): Promise<Operation[]> {
  const folder = new URL("../clients/", import.meta.url);
  const own = Object.entries(stored).map(async ([name, as]) => {
    const query = await readFile(new URL(`${name}.graphql`, folder), "utf8");
    return { name, as, query };
  });
  return [...exampleQueries, ...(await Promise.all(own))];
}

async function measureOperations(gateways: Readonly<Record<string, string>>, hub: Hub, rounds: number): Promise<void> {
  const agent = new Agent();
  const names = Object.keys(gateways);
  const [first] = names;
  for (const operation of await readOperations()) {
    const token = await hub.tokenOf(operation.as);
    const headers = ["content-type", "application/json", "authorization", `Bearer ${token}`];
    const body = JSON.stringify({ query: operation.query });
    const ask = (origin: string) =>
      post(agent, { origin, path: "/graphql", headers, body, timeoutMs: 30_000, maxBytes: 10_000_000 });
    const samples = new Map(names.map((name) => [name, [] as { requestsPerSecond: number; cpuPerRequest: number }[]]));
    const texts = new Set<string>();
    for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
      for (const [name, url] of Object.entries(gateways)) {
        const [startedAt, before] = [performance.now(), process.cpuUsage()];
        const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => ask(url)));
        const [used, seconds] = [process.cpuUsage(before), (performance.now() - startedAt) / 1_000];
        for (const answer of answers) {
          const { data, errors } = "text" in answer ? JSON.parse(answer.text) : { errors: answer.failure };
          if (errors) throw new Error(`${operation.name} is refused: ${JSON.stringify(errors)}`);
          texts.add(JSON.stringify(data));
        }
        const cpuPerRequest = (used.user + used.system) / AT_ONCE / 1_000;
        if (round >= 0) samples.get(name)!.push({ requestsPerSecond: AT_ONCE / seconds, cpuPerRequest });
      }
    }
    if (texts.size > 1) process.stdout.write(`${operation.name}: the answers differ from request to request.\n`);
    const rows = names.map((name) => {
      const { served, cpu } = compare(samples.get(name)!, samples.get(first!)!);
      return {
        [operation.name]: name,
        "CPU ms/request": shown(spreadOf(samples.get(name)!.map((one) => one.cpuPerRequest)), 2),
        "× Apollo's, served": served.middle.toFixed(2),
        "× Apollo's, CPU": cpu.middle.toFixed(2),
      };
    });
    console.table(rows);
  }
  await agent.close();
}
