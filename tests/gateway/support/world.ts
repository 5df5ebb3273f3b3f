import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { composeServices } from "@apollo/composition";
import { parse } from "graphql";
import { pino } from "pino";
import { type Applications, sameForAll } from "../../../gateway/applications.ts";
import type { BudgetState, Spending } from "../../../gateway/budgets.ts";
import type { Engine } from "../../../gateway/hub.ts";
import type { Limits } from "../../../gateway/limits.ts";
import type { Sandbox } from "../../../gateway/sandbox-page.ts";
import type { Doors } from "../../../gateway/source-call.ts";
import { type StartGatewayOptions, startGateway } from "../../../gateway/start-gateway.ts";
import { verifyHop } from "../../../kit/hop-token.ts";
import { createHttpService } from "../../../kit/http-service.ts";
import { createLogger } from "../../../kit/logger.ts";
import { peerKeysAt } from "../../../kit/peer-keys.ts";
import { loadSigningKey } from "../../../kit/signing-key.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { AUDIENCE, type Issuer, startIssuer } from "./issuer.ts";
import { closeNow, type Source, sourceSchemas, startSource } from "./sources.ts";

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the hub answers
  readonly body: any;
}

export interface Question {
  readonly variables?: object;
  readonly operationName?: string;
  /** A ready Authorization header; null sends none. */
  readonly authorization?: string | null;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
}

export type World = Awaited<ReturnType<typeof startWorld>>;

export function compose(schemas: Record<string, string> = sourceSchemas): string {
  const services = Object.entries(schemas).map(([name, sdl]) => ({
    name,
    typeDefs: parse(sdl),
    url: "http://unused.test",
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (!supergraphSdl) throw new Error(errors?.map(({ message }) => message).join("\n"));
  return supergraphSdl;
}

/** A whole hub over real HTTP: an issuer, a registry, three sources and the gateway, each on a port of its own. */
export async function startWorld(
  options: {
    limits?: Partial<Limits>;
    isProduction?: boolean;
    sandbox?: Sandbox;
    supergraph?: string;
    allowedOrigins?: string[];
    engine?: Engine;
    /** What the gateway tells of itself besides its log, and how it ends. */
    telling?: Pick<StartGatewayOptions, "metrics" | "tracer" | "isTraceAccepted" | "release" | "drainMs">;
    doors?: Doors;
    applications?: Applications;
  } = {},
) {
  const peers: Record<string, string> = {};
  const issuer = await startIssuer();
  const registry = await startRegistry(peers);
  peers.consent = registry.url;
  const sources: Record<string, Source> = {};
  for (const name of Object.keys(sourceSchemas)) {
    sources[name] = await startSource(name, peers);
    peers[name] = sources[name].url;
  }
  const folder = await mkdtemp(join(tmpdir(), "hub-"));
  const supergraphFile = join(folder, "supergraph.graphql");
  await writeFile(supergraphFile, options.supergraph ?? compose());
  const logged: string[] = [];
  const gateway = await startGateway({
    host: "127.0.0.1",
    port: 0,
    peers,
    supergraphFile,
    issuers: [{ alias: "test", url: issuer.url }],
    audience: AUDIENCE,
    signingKey: await loadSigningKey(),
    logger: pino({ level: "info" }, { write: (line: string) => logged.push(line) }),
    isProduction: options.isProduction ?? false,
    applications: options.applications ?? sameForAll({ isFreeForm: true }),
    // Most tests make a source fail again and again, and want to see each failure.
    limits: { sourceTimeoutMs: 1_000, breakerFailures: 1_000_000, ...options.limits },
    // Every test of the hub can be run with the other engine too.
    engine: options.engine ?? (process.env.TEST_ENGINE as Engine | undefined) ?? "passerelle",
    ...options.telling,
    ...(options.doors ? { doors: options.doors } : {}),
    ...(options.sandbox ? { sandbox: options.sandbox } : {}),
    ...(options.allowedOrigins ? { allowedOrigins: options.allowedOrigins } : {}),
  });
  peers.gateway = gateway.url;
  return {
    url: gateway.url,
    issuer,
    registry,
    sources,
    peers,
    supergraphFile,
    logged,
    gateway,
    ask: (query: string, question: Question = {}) => ask(gateway.url, issuer, query, question),
    async close() {
      await gateway.close();
      await Promise.all([registry.close(), issuer.close(), ...Object.values(sources).map((source) => source.close())]);
      await rm(folder, { recursive: true });
    },
  };
}

async function ask(url: string, issuer: Issuer, query: string, question: Question): Promise<Answered> {
  const authorization = question.authorization === undefined ? `Bearer ${await issuer.sign()}` : question.authorization;
  const { variables, operationName } = question;
  const answer = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      // So that the status tells an operation that was not run from one that was.
      accept: "application/graphql-response+json",
      ...(authorization ? { authorization } : {}),
      ...question.headers,
    },
    body: JSON.stringify({ query, variables, operationName }),
    ...(question.signal ? { signal: question.signal } : {}),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, body: JSON.parse(text) };
}

export interface Registry {
  readonly url: string;
  /** What the registry was asked. */
  readonly asked: { issuer: string; subject: string; application: string; organization: string | null }[];
  /** What each request took of which budgets. */
  readonly spent: (readonly Spending[])[];
  /** How long each named budget, of those that refuse, must be waited for. */
  readonly refusing: Map<string, number>;
  /** Changes how it answers: with a viewer, nobody, an HTTP status or not at all. */
  state: "knows" | "knows nobody" | "hangs" | "fails" | "answers nonsense";
  close(): Promise<void>;
}

async function startRegistry(peers: Record<string, string>): Promise<Registry> {
  const asked: Registry["asked"] = [];
  const keys = peerKeysAt(peers);
  const service = createHttpService({
    logger: createLogger("registry", "silent"),
    signingKey: await loadSigningKey(),
    bodyLimit: 100_000,
    readiness: {},
  });
  const spent: Registry["spent"] = [];
  const refusing: Registry["refusing"] = new Map();
  const registry = { asked, spent, refusing, state: "knows" as Registry["state"] };
  service.post("/viewer", async (request, reply) => {
    const body = request.body as Buffer;
    const token = (request.headers.authorization ?? "").split(" ")[1] ?? "";
    await verifyHop(token, keys, { audience: "consent", issuers: ["gateway"], body });
    const { spending, ...question } = JSON.parse(body.toString()) as Registry["asked"][number] & {
      spending: Spending[];
    };
    asked.push(question);
    spent.push(spending);
    if (registry.state === "hangs") return new Promise(() => {});
    if (registry.state === "fails") return reply.code(500).send("{}");
    if (registry.state === "knows nobody") return { viewer: null };
    if (registry.state === "answers nonsense") return { viewer: { subject: "test|somebody-else", roles: "ADMIN" } };
    const viewer: Viewer = {
      subject: `${question.issuer}|${question.subject}`,
      organization: question.organization === "foreign" ? null : (question.organization ?? "departement-25"),
      roles: ["REFERENT"],
      dataSubject: null,
      application: question.application,
    };
    const budgets: BudgetState[] = spending.map(({ name, amount, capacity, windowMs }) => {
      const waitMs = refusing.get(name) ?? 0;
      return { name, capacity, windowMs, fullInMs: waitMs > 0 ? windowMs : (amount / capacity) * windowMs, waitMs };
    });
    return { viewer, budgets };
  });
  const url = await service.listen({ host: "127.0.0.1", port: 0 });
  return Object.assign(registry, { url, close: () => closeNow(service) });
}
