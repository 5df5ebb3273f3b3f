import "../kit/no-telemetry.ts";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { parseArgs } from "node:util";
import { operationFromDocument, Supergraph } from "@apollo/federation-internals";
import { ApolloGateway } from "@apollo/gateway";
import { buildASTSchema, type DocumentNode, execute, getOperationAST, parse, validate } from "graphql";
import { Agent, request } from "undici";
import { EngineFault } from "../gateway/engine/engine-fault.ts";
import { createExecutor } from "../gateway/engine/executor.ts";
import type { QueryPlan } from "../gateway/engine/query-plan.ts";
import type { Transport } from "../gateway/engine/transport.ts";

/**
 * Serves any supergraph with the engine alone, to be measured and audited: nobody is asked who she is, nothing is
 * limited. `node --import ./scripts/typescript.mjs bench/bare-gateway.ts FILE --port 4100`
 */
const { values, positionals } = parseArgs({ options: { port: { type: "string" } }, allowPositionals: true });
const [file] = positionals;
if (!file) throw new Error("Name the supergraph file: bench/bare-gateway.ts FILE --port N");

const sdl = await readFile(file, "utf8");
const silent = { debug() {}, info() {}, warn() {}, error() {} };
const gateway = new ApolloGateway({ supergraphSdl: sdl, logger: silent });
const { schema } = await gateway.load();
const planner = gateway.__testing().queryPlanner!;
const supergraph = Supergraph.build(sdl);
const planned = supergraph.apiSchema();
const urls = new Map(supergraph.subgraphsMetadata().map(({ name, url }) => [name, url]));
const supergraphSchema = buildASTSchema(parse(sdl), { assumeValid: true, assumeValidSDL: true });
const engine = createExecutor({ supergraphSchema, apiSchema: schema });
const dispatcher = new Agent({ connections: 128, keepAliveTimeout: 30_000 });
const headers = { "content-type": "application/json", accept: "application/json" };

interface Known {
  readonly document: DocumentNode;
  readonly refusals: readonly { message: string }[];
  readonly plans: Map<string, QueryPlan>;
}
const operations = new Map<string, Known>();

interface Question {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}

async function answer({ query, variables, operationName }: Question, authorization: string | undefined) {
  const { document, refusals, plans } = known(query);
  if (refusals.length > 0) return { errors: refusals };
  try {
    const queryPlan = plans.get(operationName ?? "") ?? plan(document, operationName);
    plans.set(operationName ?? "", queryPlan);
    const transport = transportWith(authorization);
    const { data, losses } = await engine.execute({ queryPlan, document, operationName, variables, transport });
    const errors = losses.map(({ path, source, cause }) => ({ message: cause.kind, path, extensions: { source } }));
    return errors.length > 0 ? { errors, data } : { data };
  } catch (error) {
    if (!(error instanceof EngineFault) || getOperationAST(document, operationName)?.operation !== "query") throw error;
    return execute({ schema, document, variableValues: variables, operationName });
  }
}

function known(query: string): Known {
  let found = operations.get(query);
  if (!found) {
    const document = parse(query);
    found = { document, refusals: validate(schema, document), plans: new Map() };
    operations.set(query, found);
  }
  return found;
}

function plan(document: DocumentNode, name: string | undefined): QueryPlan {
  const options = name === undefined ? {} : { operationName: name };
  return planner.buildQueryPlan(operationFromDocument(planned, engine.documentToPlan(document), options)) as QueryPlan;
}

function transportWith(authorization: string | undefined): Transport<string> {
  const sent = authorization ? { ...headers, authorization } : headers;
  return async ({ source, body }) => {
    try {
      const answered = await request(urls.get(source)!, { dispatcher, method: "POST", headers: sent, body: body() });
      const { data = null, errors = [] } = (await answered.body.json()) as { data?: null; errors?: [] };
      return { data, errors };
    } catch {
      return { failure: "the source did not answer" };
    }
  };
}

const server = createServer((incoming, outgoing) => {
  if (incoming.url === "/health") return void outgoing.end("ok");
  const chunks: Buffer[] = [];
  incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
  incoming.on("end", async () => {
    let text: string;
    try {
      const question = JSON.parse(Buffer.concat(chunks).toString()) as Question;
      text = JSON.stringify(await answer(question, incoming.headers.authorization));
    } catch (error) {
      text = JSON.stringify({ errors: [{ message: String(error) }] });
    }
    outgoing.setHeader("content-type", "application/json");
    outgoing.end(text);
  });
  return undefined;
});
server.listen(Number(values.port ?? 4100), "127.0.0.1", () => {
  const address = server.address();
  process.stdout.write(`http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/graphql\n`);
});
