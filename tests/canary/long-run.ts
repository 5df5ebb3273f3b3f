import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startEmbeddedPostgres } from "../../scripts/embedded-postgres/index.ts";
import { openCanaryHub } from "./support/canary-hub.ts";
import { members, Walk } from "./support/walk.ts";

const USAGE = `npm run canary -- --minutes N [--seed S]

Gives every value about a person in a hub of its own a mark, and asks random operations of the gateway, both ways, and of
each source in the name of everybody. Goes on with other hubs until the minutes are over, prints every value that was
given away without a permit on record, by its place and the operation, and ends with 1 where there was one.
`;

const { values } = parseArgs({
  options: { minutes: { type: "string" }, seed: { type: "string" }, help: { type: "boolean" } },
});
const minutes = Number(values.minutes);
const first = Number(values.seed ?? Date.now() % 1_000_000);
if (values.help || !(minutes > 0) || !Number.isInteger(first)) {
  process.stderr.write(USAGE);
  process.exit(values.help ? 0 : 2);
}

const ROUNDS = 60;
const until = Date.now() + minutes * 60_000;
let leaks = 0;

const dataFolder = mkdtempSync(join(tmpdir(), "passerelle-canary-"));
const settings = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "300" };
const server = await startEmbeddedPostgres({ dataFolder, settings });
process.env.TEST_DATABASE_URL = server.url;
try {
  for (let seed = first; Date.now() < until; seed += 1) await tryHub(seed);
} finally {
  await server.stop();
  rmSync(dataFolder, { recursive: true, force: true });
}
process.exit(leaks > 0 ? 1 : 0);

/** Questions first: what is changed may take away what is there to see. */
async function tryHub(seed: number): Promise<void> {
  const canary = await openCanaryHub(seed);
  const walk = new Walk(canary, seed);
  try {
    for (let round = 0; round < ROUNDS && Date.now() < until; round += 1) {
      canary.taps.reach(round % 2 ? "in one process" : "over TCP");
      for (const who of members) {
        await walk.ask(who);
        if (round % 3 === 0) await walk.askStored(who);
        await walk.askSource(who);
        if (round > (ROUNDS * 2) / 3) await walk.change(who);
      }
    }
    for (const line of canary.lines) canary.oracle.judgeTelling("a log", line);
    const found = canary.oracle.takeLeaks();
    leaks += found.length;
    for (const leak of found) process.stdout.write(`seed ${seed}: ${leak}\n`);
    const shown = [...canary.oracle.shown].map(([ground, coordinates]) => `${ground} ${coordinates.size}`).join(", ");
    process.stdout.write(`seed ${seed}: ${JSON.stringify(walk.sent)}; shown: ${shown}; leaks in all: ${leaks}\n`);
  } finally {
    await canary.close();
  }
}
