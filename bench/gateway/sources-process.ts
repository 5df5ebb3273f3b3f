import { createServer } from "node:http";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { graphql, parse } from "graphql";
import { decodeJwt } from "jose";
import type { DisclosedCall } from "../../kit/hop-token.ts";
import { type SourceName, sourceNames, sourceSchemas } from "./federation.ts";
import { type Identity, serveIdentity } from "./identity.ts";
import { listen } from "./listen.ts";
import { type Asked, sourceResolvers } from "./store.ts";

/**
 * The four subgraphs, each on a port of its own, without a cost of their own: what was answered once to the same bytes
 * is answered again, and anything else is worked out by graphql-js, whoever planned it. With them the issuer and the registry of the hub.
 */
export interface Sources extends Identity {
  readonly urls: Readonly<Record<SourceName, string>>;
}

const MOST_KEPT = 100_000;
const PEOPLE = 200;

/** The person a request is made for: a client's token is passed on, the hub's own hops name her in theirs. */
function subjectOf(authorization: string | undefined): string {
  const [token = "", call] = (authorization?.split(" ")[1] ?? "").split("~");
  if (!call) return decodeJwt(token).sub ?? "";
  const [, , { viewer }] = JSON.parse(Buffer.from(call, "base64url").toString()) as [string, string, DisclosedCall];
  return viewer?.subject.split("|").at(-1) ?? "";
}

async function serveSource(name: SourceName): Promise<string> {
  const schema = buildSubgraphSchema([{ typeDefs: parse(sourceSchemas[name]), resolvers: sourceResolvers[name] }]);
  const kept = new Map<string, string>();
  const answer = async (body: string, asked: Asked) => {
    const { query, variables, operationName } = JSON.parse(body);
    const result = await graphql({
      schema,
      source: query,
      variableValues: variables,
      operationName,
      contextValue: asked,
    });
    return JSON.stringify(result);
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", async () => {
      const body = (chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).toString("latin1");
      // Only this source's answers depend on who asks.
      const subject = name === "accounts" ? subjectOf(request.headers.authorization) : "";
      const key = subject + body;
      let text = kept.get(key);
      if (text === undefined) {
        text = await answer(Buffer.from(body, "latin1").toString("utf8"), { subject });
        if (kept.size >= MOST_KEPT) kept.clear();
        kept.set(key, text);
      }
      response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
      response.end(text);
    });
  });
  return `${await listen(server, 0)}/graphql`;
}

const urls = await Promise.all(sourceNames.map(async (name) => [name, await serveSource(name)] as const));
const sources = { urls: Object.fromEntries(urls), ...(await serveIdentity(PEOPLE)) } as Sources;
process.stdout.write(`${JSON.stringify(sources)}\n`);
