import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { composeServices } from "@apollo/composition";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { parse } from "graphql";
import { openSources } from "../gateway/engine/support/sources.ts";
import { runNode } from "../support/run-node.ts";
import { freePorts, type SpawnedProcess, spawnProcess } from "../support/spawned-process.ts";

const HEADER = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';
const schemas = {
  authors: `${HEADER} type Query { author: Author! } type Author @key(fields: "id") { id: ID! name: String! }`,
  books: `${HEADER} type Author @key(fields: "id") { id: ID! books: [Book!]! } type Book { pages: Int! }`,
};

const sources = openSources(schemas);
const servers: Server[] = [];
let directory: string;
let gateway: SpawnedProcess | undefined;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "bare-gateway-"));
  const services = [];
  for (const [source, sdl] of Object.entries(schemas)) {
    const server = createServer(async (request, response) => {
      const { query, variables = {} } = JSON.parse(await text(request));
      const told = await sources.ask({ source, operation: query, variables });
      response.setHeader("content-type", "application/json").end(JSON.stringify(told));
    }).listen(0, "127.0.0.1");
    servers.push(server);
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    services.push({ name: source, typeDefs: parse(sdl), url: `http://127.0.0.1:${port}/graphql` });
  }
  const file = join(directory, "supergraph.graphql");
  await writeFile(file, composeServices(services).supergraphSdl!);
  const [port] = await freePorts(1);
  gateway = spawnProcess(["bench/bare-gateway.ts", file, "--port", port!], { PORT: port! });
  for (let tries = 0; tries < 300 && !gateway.output().includes("/graphql"); tries += 1) {
    if (gateway.hasEnded()) throw new Error(gateway.output());
    await pause(100);
  }
}, 45_000);

afterAll(async () => {
  await gateway?.end("SIGTERM");
  for (const server of servers) server.close().closeAllConnections();
  await rm(directory, { recursive: true, force: true });
});

test("it says that it runs, and answers from two sources over HTTP", async () => {
  const { url } = gateway!;
  expect((await fetch(`${url}/health`)).status).toBe(200);
  const question = { query: "query Q($all: Boolean!) { author { n: name books @include(if: $all) { pages } } }" };
  const ask = (all: boolean) =>
    fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...question, variables: { all } }),
    }).then((answer) => answer.json());
  expect(await ask(true)).toEqual({
    data: { author: { n: expect.any(String), books: expect.arrayContaining([{ pages: expect.any(Number) }]) } },
  });
  expect(await ask(false)).toEqual({ data: { author: { n: expect.any(String) } } });
});

test("a file that is not there, or is no supergraph, is refused in a sentence", async () => {
  const start = (file: string) =>
    runNode(["--import", "./scripts/typescript.mjs", "bench/bare-gateway.ts", file, "--port", "0"]);
  const absent = await start(join(directory, "absent.graphql"));
  expect(absent.code).toBe(1);
  expect(absent.stderr).toMatch(/^There is no readable supergraph file at .*absent\.graphql\.\n$/);
  const file = join(directory, "nonsense.graphql");
  await writeFile(file, "type Query { lone: Int }");
  const nonsense = await start(file);
  expect(nonsense.code).toBe(1);
  expect(nonsense.stderr).toMatch(/nonsense\.graphql is no usable supergraph: /);
}, 45_000);
