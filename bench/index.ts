import { benchDirectory } from "./directory.ts";

/** Every benchmark by the name it is run with. */
const benchmarks: Readonly<Record<string, () => Promise<boolean>>> = {
  directory: benchDirectory,
};

const USAGE = `npm run bench -- NAME   runs a benchmark and prints its table; exit code 1 when its target is missed

NAME is one of: ${Object.keys(benchmarks).join(", ")}
`;

const benchmark = benchmarks[process.argv[2] ?? ""];
if (benchmark) process.exitCode = (await benchmark()) ? 0 : 1;
else {
  process.stderr.write(USAGE);
  process.exitCode = 2;
}
