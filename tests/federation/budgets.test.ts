import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { type ApplicationRule, Applications } from "../../gateway/applications.ts";
import { type BudgetPolicy, defaultBudgets } from "../../gateway/budgets.ts";
import { type RunningGateway, startGateway } from "../../gateway/start-gateway.ts";
import { createLogger } from "../../kit/logger.ts";
import { loadSigningKey } from "../../kit/signing-key.ts";
import { people } from "../../scripts/development/world.ts";
import { AUDIENCE, type Issuer, startIssuer } from "../gateway/support/issuer.ts";
import { openTestHub, type TestHub } from "../support/open-test-hub.ts";

let hub: TestHub;
let issuer: Issuer;
let gateways: RunningGateway[];

const plenty = {
  costPerMinute: 1_000_000,
  actorCostPerMinute: 1_000_000,
  lookupsPerMinute: 1_000,
  actorLookupsPerMinute: 1_000,
};
const rule = (budgets: Partial<BudgetPolicy>): ApplicationRule => ({
  isFreeForm: true,
  operations: new Set(),
  budgets: { ...defaultBudgets, ...plenty, ...budgets },
});
const applications = new Applications({
  texts: new Map(),
  rules: new Map([
    ["development|poor-actors", rule({ actorCostPerMinute: 320 })],
    ["development|poor", rule({ costPerMinute: 800 })],
    ["development|few-lookups", rule({ actorLookupsPerMinute: 30 })],
    ["development|few-lookups-together", rule({ lookupsPerMinute: 60, recordLookupsPerMinute: 1_000 })],
    ["development|one-record", rule({ recordLookupsPerMinute: 10 })],
  ]),
  others: rule({}),
});

beforeAll(async () => {
  hub = await openTestHub();
  issuer = await startIssuer();
  const signingKey = await loadSigningKey();
  const start = () =>
    startGateway({
      host: "127.0.0.1",
      port: 0,
      peers: hub.peers,
      supergraphFile: fileURLToPath(new URL("../../schema/supergraph.graphql", import.meta.url)),
      issuers: [{ alias: "development", url: issuer.url }],
      audience: AUDIENCE,
      signingKey,
      logger: createLogger("gateway", "silent"),
      isProduction: true,
      applications,
      // A slow machine is no registry that is away, which each gateway would count for by itself.
      limits: { registryTimeoutMs: 20_000 },
    });
  gateways = [await start(), await start()];
  // Both sign with one key, which the subgraphs fetch from either.
  hub.peers.gateway = gateways[0]!.url;
});
afterAll(async () => {
  for (const gateway of gateways ?? []) await gateway.close();
  await issuer?.close();
  await hub?.close();
});
beforeEach(() => hub.sql("consent", "delete from budget"));

const tokens = new Map<string, Promise<string>>();
const tokenOf = (sub: string, application: string) => {
  const key = `${sub} ${application}`;
  const token = tokens.get(key) ?? issuer.sign({ sub, client_id: application });
  tokens.set(key, token);
  return token;
};
let turn = 0;
/** Asks the two gateways in turn. */
async function ask(sub: string, application: string, query: string, headers: Record<string, string> = {}) {
  turn += 1;
  const response = await fetch(`${gateways[turn % 2]!.url}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/graphql-response+json",
      authorization: `Bearer ${await tokenOf(sub, application)}`,
      ...headers,
    },
    body: JSON.stringify({ query }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: each test reads what it needs
  const body = (await response.json()) as any;
  return { status: response.status, code: body.errors?.[0].extensions.code, headers: response.headers, body };
}
/** All at once, in lots a machine shared with others can bear. */
async function askMany(count: number, one: (index: number) => ReturnType<typeof ask>) {
  const answers: Awaited<ReturnType<typeof ask>>[] = [];
  for (let from = 0; from < count; from += 20)
    answers.push(
      ...(await Promise.all(Array.from({ length: Math.min(20, count - from) }, (_, index) => one(from + index)))),
    );
  return {
    answers,
    served: answers.filter(({ status }) => status === 200),
    refused: answers.filter(({ code }) => code === "RATE_LIMITED"),
  };
}
/** What a budget can have given since it was full. */
const ceiling = (perMinute: number, startedAt: number) => perMinute + (perMinute * (Date.now() - startedAt)) / 60_000;
const id = (index: number) => `0a000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
const WHO = "{ viewer { roles } }";

describe("two gateways over one registry", () => {
  test("never spend more than one account's budget between them, and all of it", async () => {
    const startedAt = Date.now();
    const { answers, served, refused } = await askMany(40, () => ask("sophie", "poor-actors", WHO));
    const cost = answers[0]!.body.extensions.cost.requested;
    expect(served.length + refused.length).toBe(40);
    expect(served.length * cost).toBeLessThanOrEqual(ceiling(320, startedAt));
    expect(served.length * cost).toBeGreaterThan(320 - cost);
    for (const { status, headers, body } of refused) {
      expect(status).toBe(429);
      expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
      expect(body.errors[0].extensions.retryAfterMs).toBeLessThanOrEqual(60_000);
      expect(body.data).toBeUndefined();
    }
    expect(refused.at(-1)!.headers.get("ratelimit")).toMatch(/"actor";r=\d;t=(59|60)/);
    // Her colleague has a budget of her own.
    expect((await ask("claire", "poor-actors", WHO)).status).toBe(200);
  });

  test("an application that floods is stopped, and takes nothing of another's: each of its requests is served", async () => {
    const startedAt = Date.now();
    const flood = await askMany(80, (index) => ask(["karim", "claire", "sophie", "paul"][index % 4]!, "poor", WHO));
    const cost = flood.answers[0]!.body.extensions.cost.requested;
    expect(flood.served.length * cost).toBeLessThanOrEqual(ceiling(800, startedAt));
    expect(flood.refused.length).toBeGreaterThan(0);
    expect(flood.served.length + flood.refused.length).toBe(80);
    const [more, others] = await Promise.all([
      askMany(20, () => ask("karim", "poor", WHO)),
      askMany(40, () => ask("leo", "another", WHO)),
    ]);
    expect(more.refused.length).toBeGreaterThan(0);
    expect(others.served).toHaveLength(40);
  });

  test("T19 X-Forwarded-For, another header or another address changes nothing: the token alone says who pays", async () => {
    await askMany(25, () => ask("sophie", "poor-actors", WHO));
    const spoofed = await askMany(20, (index) =>
      ask("sophie", "poor-actors", WHO, {
        "x-forwarded-for": `10.0.0.${index}`,
        "x-real-ip": `10.0.1.${index}`,
        forwarded: `for=10.0.2.${index}`,
        "x-client-id": `portal-${index}`,
        "user-agent": `agent-${index}`,
      }),
    );
    expect(spoofed.refused.length).toBeGreaterThan(15);
  });
});

describe("Z11 looking up one person after another is stopped", () => {
  test("in one request, however they are named", async () => {
    const aliases = Array.from({ length: 200 }, (_, index) => `p${index}: person(id: "${id(index)}") { id }`).join(" ");
    expect(await ask("karim", "few-lookups", `{ ${aliases} }`)).toMatchObject({ status: 400, code: "TOO_COMPLEX" });
    expect(await hub.sql("consent", "select 1 from budget")).toHaveLength(0);
  });

  test("in 200 requests, over both gateways and whatever road is taken", async () => {
    const startedAt = Date.now();
    const roads = ["person", "employmentContract", "healthSupport", "prescription", "consent"];
    const { served, refused } = await askMany(200, (index) =>
      ask("karim", "few-lookups", `{ ${roads[index % 5]}(id: "${id(index)}") { id } }`),
    );
    expect(served.length).toBeGreaterThanOrEqual(30);
    expect(served.length).toBeLessThanOrEqual(Math.ceil(ceiling(30, startedAt)));
    expect(served.length + refused.length).toBe(200);
  });

  test("in requests of ten each", async () => {
    const ten = (from: number) =>
      Array.from({ length: 10 }, (_, index) => `p${index}: person(id: "${id(from + index)}") { id }`).join(" ");
    const { served, refused } = await askMany(20, (index) => ask("karim", "few-lookups", `{ ${ten(index * 10)} }`));
    expect([served.length, refused.length]).toEqual([3, 17]);
  });

  test("by many accounts of one application together", async () => {
    const startedAt = Date.now();
    const { served, refused } = await askMany(80, (index) =>
      ask(
        ["karim", "claire", "sophie", "paul"][index % 4]!,
        "few-lookups-together",
        `{ person(id: "${id(index)}") { id } }`,
      ),
    );
    expect(served.length).toBeLessThanOrEqual(Math.ceil(ceiling(60, startedAt)));
    expect(served.length + refused.length).toBe(80);
  });

  test("and so is one organisation that looks up one person again and again, without costing another her own", async () => {
    const startedAt = Date.now();
    const query = `{ person(id: "${people.amina}") { id } }`;
    const { served, refused } = await askMany(40, () => ask("karim", "one-record", query));
    expect(served.length).toBeLessThanOrEqual(Math.ceil(ceiling(10, startedAt)));
    expect(served.length + refused.length).toBe(40);
    expect((await ask("sophie", "one-record", query)).status).toBe(200);
    expect((await ask("karim", "one-record", `{ person(id: "${people.bruno}") { id } }`)).status).toBe(200);
  });

  test("while what needs no identifier goes on, and nothing that was looked up can be read from what is counted", async () => {
    await askMany(40, (index) => ask("karim", "few-lookups", `{ person(id: "${id(index)}") { id } }`));
    expect((await ask("karim", "few-lookups", "{ accompaniedPersons(first: 1) { totalCount } }")).status).toBe(200);
    const rows = await hub.sql("consent", "select encode(key, 'escape') as key from budget");
    expect(rows.length).toBeGreaterThan(30);
    expect(JSON.stringify(rows)).not.toMatch(/0a000000|karim|lookups/);
  });
});
