import { parseArgs } from "node:util";
import fc from "fast-check";
import { type Case, cases } from "./support/generated-cases.ts";
import { Tally } from "./support/tally.ts";

const USAGE = `npm run differential -- --minutes N [--seed S]

Asks generated operations of generated supergraphs, with all sources well and under every fault, of the engine, of the
stock executor and of a service without federation. Goes on until the minutes are over, prints every wrong answer as
small as it can be made, and ends with 1 where there was one. A batch is repeated by its seed.
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

const SUPERGRAPHS = 6;
const RUNS = 40;
const until = Date.now() + minutes * 60_000;
const tally = new Tally();
let wrong = 0;

for (let seed = first; Date.now() < until; seed += 1) {
  const drawn = cases({ first: seed * SUPERGRAPHS, count: SUPERGRAPHS, faultsEach: 4, shrinkMs: 120_000 });
  const property = fc.asyncProperty(drawn, (one) => tally.try(one));
  const { failed, counterexample, errorInstance } = await fc.check(property, {
    seed,
    numRuns: RUNS,
  });
  if (failed && counterexample) {
    wrong += 1;
    say(`seed ${seed}: a wrong answer\n${describe(counterexample[0])}\n${String(errorInstance)}\n`);
  }
  const { supergraphs, reasons, faultReasons } = tally;
  say(`seed ${seed}: ${supergraphs.size} supergraphs, ${JSON.stringify({ reasons, faultReasons, wrong })}\n`);
}
say(`under faults: ${JSON.stringify(tally.kinds, undefined, 1)}\n`);
process.exitCode = wrong > 0 ? 1 : 0;

function say(text: string): void {
  process.stdout.write(text);
}

function describe({ schemas, asked, injected }: Case): string {
  const sources = Object.entries(schemas).map(([name, sdl]) => `# ${name}\n${sdl}`);
  return [...sources, asked.query, JSON.stringify(asked.variables), JSON.stringify(injected)].join("\n");
}
