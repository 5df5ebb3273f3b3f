import "../kit/no-telemetry.ts";
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { type BareExecutor, openBareExecutor, type Question } from "./gateway/bare-executor.ts";
import { createBareTransport } from "./gateway/bare-transport.ts";
import { createJsonServer } from "./gateway/json-server.ts";
import { listen } from "./gateway/listen.ts";

const USAGE = `node --import ./scripts/typescript.mjs bench/bare-gateway.ts FILE --port N

Serves any supergraph with the engine alone, to be measured and audited: nobody is asked who she is, nothing is limited.
POST /graphql for operations, GET /health for whether it runs. Port 4100 by default; 0 takes a free one.
`;

/** Says what is wrong in a sentence and ends. */
function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

async function readSupergraph(file: string): Promise<BareExecutor> {
  const sdl = await readFile(file, "utf8").catch(() => refuse(`There is no readable supergraph file at ${file}.`));
  return openBareExecutor(sdl).catch((error: Error) => refuse(`${file} is no usable supergraph: ${error.message}`));
}

const { values, positionals } = parseArgs({ options: { port: { type: "string" } }, allowPositionals: true });
const [file] = positionals;
if (!file) refuse(USAGE);
const executor = await readSupergraph(file);
const transportFor = createBareTransport(executor.urls);
const server = createJsonServer(async (body, authorization) => {
  const answer = await executor.answer(JSON.parse(body) as Question, transportFor(authorization));
  return JSON.stringify(answer);
});
const url = await listen(server, Number(values.port ?? 4100)).catch((error: Error) => refuse(error.message));
process.stdout.write(`${url}/graphql\n`);
