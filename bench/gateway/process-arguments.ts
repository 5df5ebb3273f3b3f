import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";

/** What every contestant is started with: the file of the supergraph, and what only some of them use. */
export async function readArguments() {
  const options = { planner: { type: "string" }, issuer: { type: "string" }, registry: { type: "string" } } as const;
  const { positionals, values } = parseArgs({ options, allowPositionals: true });
  const file = positionals[0] ?? "";
  return { ...values, file, supergraph: await readFile(file, "utf8") };
}
