import { parseArgs } from "node:util";
import { openApartHub } from "./chaos/apart-hub.ts";
import { playScenarios } from "./chaos/play.ts";
import { scenarios } from "./chaos/scenarios/index.ts";

const ids = [...new Set(scenarios.map(({ id }) => id))];

const USAGE = `npm run chaos [-- OPTIONS]   plays faults on the whole hub under load, each process apart, and tells which promises held

  --minutes NUMBER   how long to go on, round after round (5)
  --seed NUMBER      order and choices of another run, which is told at its start
  --only IDS         some faults alone, of ${ids.join(", ")}
  --help             this text

Exit code 1: a promise was broken. docs/faults.md says what each one is.
`;

const tell = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      minutes: { type: "string", default: "5" },
      seed: { type: "string", default: String(Date.now() % 1_000_000) },
      only: { type: "string", default: ids.join(",") },
      help: { type: "boolean", default: false },
    },
  });
  const [minutes, seed] = [Number(values.minutes), Number(values.seed)];
  const asked = values.only.split(",");
  const unknown = asked.find((id) => !ids.includes(id));
  const isWrong = !(minutes > 0) || !Number.isInteger(seed) || unknown !== undefined;
  if (values.help || isWrong) {
    (isWrong ? process.stderr : process.stdout).write(USAGE);
    return isWrong ? 2 : 0;
  }
  const hub = await openApartHub(tell);
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => void hub.close().then(() => process.exit(130)));
  try {
    const chosen = scenarios.filter(({ id }) => asked.includes(id));
    return (await playScenarios(hub, chosen, { minutes, seed, tell })) ? 0 : 1;
  } finally {
    await hub.close();
  }
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    process.stderr.write(`The run stopped: ${error.message}\n`);
    process.exit(2);
  },
);
