import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startEmbeddedPostgres } from "../../scripts/embedded-postgres/index.ts";
import { type BrokenBuild, brokenBuilds } from "./support/broken-builds.ts";
import { type FencedHub, openFencedHub } from "./support/fenced-hub.ts";
import { type RaceFacts, race } from "./support/races.ts";

const USAGE = `npm run races -- --races N [--seed S] [--broken all|NAME]

Plays N pairs of a read and a withdrawal that overlap, over two gateways and two copies of each subgraph on a real
PostgreSQL, and ends with 1 where something was seen that may not be. --broken plays them over a build that is broken on
purpose, until that is found out, and ends with 1 where it is not:
${Object.keys(brokenBuilds)
  .map((name) => `  "${name}"`)
  .join("\n")}
`;

const { values } = parseArgs({
  options: {
    races: { type: "string" },
    seed: { type: "string" },
    broken: { type: "string" },
    help: { type: "boolean" },
  },
});
const races = Number(values.races);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const builds = values.broken === "all" ? (Object.keys(brokenBuilds) as BrokenBuild[]) : [values.broken ?? ""];
const areKnown = builds.every((name) => name === "" || name in brokenBuilds);
if (values.help || !(races > 0) || !Number.isInteger(seed) || !areKnown) {
  process.stderr.write(USAGE);
  process.exit(values.help ? 0 : 2);
}

/** As long as a cache or a copy somebody thinks harmless. */
const BROKEN_FOR_MS = 1_000;

const dataFolder = mkdtempSync(join(tmpdir(), "passerelle-races-"));
const settings = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "300" };
const server = await startEmbeddedPostgres({ dataFolder, settings });
process.env.TEST_DATABASE_URL = server.url;
let hub: FencedHub | undefined;
try {
  hub = await openFencedHub({ isDirectoryEmpty: true });
  for (const name of builds) {
    const startedAt = performance.now();
    const mend = name === "" ? undefined : await brokenBuilds[name as BrokenBuild](hub, BROKEN_FOR_MS);
    const isFoundOut = ({ stale, unlogged }: RaceFacts) => stale.length + unlogged.length > 0;
    const isOver = (facts: RaceFacts) => {
      const { overlapping, late, shown, hidden, stale } = facts;
      process.stderr.write(`${JSON.stringify({ overlapping, late, shown, hidden, stale: stale.length })}\r`);
      return mend !== undefined && isFoundOut(facts);
    };
    const facts = await race(hub, { races, seed, isOver }).finally(mend);
    const seconds = Math.round((performance.now() - startedAt) / 1_000);
    process.stdout.write(`${name || "a sound hub"}: ${JSON.stringify({ seed, seconds, ...facts })}\n`);
    if (isFoundOut(facts) !== (mend !== undefined)) process.exitCode = 1;
  }
} finally {
  await hub?.close();
  await server.stop();
  rmSync(dataFolder, { recursive: true, force: true });
}
