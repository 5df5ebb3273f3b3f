import { benchConsent } from "./consent.ts";
import { benchDirectory } from "./directory.ts";
import { benchGateway } from "./gateway.ts";
import { benchHub } from "./hub.ts";

/** Every benchmark by the name it is run with; true when its target is met. */
const benchmarks: Readonly<Record<string, (args: readonly string[]) => Promise<boolean>>> = {
  consent: benchConsent,
  directory: benchDirectory,
  gateway: benchGateway,
  hub: benchHub,
};

const USAGE = `npm run bench -- NAME   runs a benchmark and prints its table; exit code 1 when its target is missed

NAME is one of: ${Object.keys(benchmarks).join(", ")}
gateway takes --rounds N, --seconds N (of a burst) and --texts N (texts each operation is asked with), hub and consent --rounds N.
`;

const [name = "", ...args] = process.argv.slice(2);
const benchmark = benchmarks[name];
if (benchmark) process.exitCode = (await benchmark(args)) ? 0 : 1;
else {
  process.stderr.write(USAGE);
  process.exitCode = 2;
}
