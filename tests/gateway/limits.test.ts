import { ApolloGateway } from "@apollo/gateway";
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { compose, startWorld, type World } from "./support/world.ts";

let world: World;
let production: World;
/** Told of each plan made for a client. */
let planning: jest.Spied<(operation: unknown) => unknown>;
beforeAll(async () => {
  const limits = {
    depth: 5,
    aliases: 3,
    rootFields: 4,
    fields: 40,
    directives: 6,
    tokens: 300,
    listSize: 50,
    variables: 4,
    variableDepth: 5,
    variableBytes: 2_000,
    cost: 1_186,
    bodyBytes: 6_000,
    headerBytes: 4_000,
  };
  world = await startWorld({ limits, allowedOrigins: ["https://app.example.fr"] });
  production = await startWorld({ isProduction: true });
  const other = new ApolloGateway({
    supergraphSdl: compose(),
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  });
  await other.load();
  planning = jest.spyOn(Object.getPrototypeOf(other.__testing().queryPlanner), "buildQueryPlan") as typeof planning;
});
beforeEach(() => {
  planning.mockClear();
  world.registry.asked.length = 0;
  for (const { calls } of Object.values(world.sources)) calls.length = 0;
});
afterAll(async () => {
  await world.close();
  await production.close();
});

const repeat = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => make(index)).join(" ");

/** As many levels of values inside one another. */
const nested = (levels: number): unknown => (levels === 0 ? "x" : [nested(levels - 1)]);

/** Each request is one step over its limit. */
const tooLarge: [name: string, limit: number, query: string, variables: object][] = [
  ["levels of fields", 5, "{ me { friends { friends { friends { friends { id } } } } } }", {}],
  [
    "levels of fields",
    5,
    "{ me { ...A } } fragment A on Person { friends { ...B } } fragment B on Person { friends { friends { friends { id } } } }",
    {},
  ],
  ["aliases", 3, "{ me { a: id b: id c: id d: id } }", {}],
  ["aliases", 3, "{ me { ...A friends { ...A } } } fragment A on Person { a: id b: id }", {}],
  ["root fields", 4, "{ a: me { id } b: me { id } me { id } places { id } c: places { id } }", {}],
  ["fields, with its fragments", 40, `{ me { ${repeat(20, () => "...A")} } } fragment A on Person { id name }`, {}],
  ["directives", 6, `{ me { ${repeat(7, () => "id @include(if: true)")} } }`, {}],
  ["tokens", 300, `{ me { ${repeat(301, () => "id")} } }`, {}],
  ["rows in a list", 50, "{ places(first: 51) { id } }", {}],
  ["rows in a list", 50, "query Q($n: Int) { places(first: $n) { id } }", { n: 51 }],
  ["rows in a list", 50, "query Q($n: Int = 51) { places(first: $n) { id } }", {}],
  ["aliases", 3, "{ me { a: __typename b: __typename c: __typename d: __typename } }", {}],
  ["root fields", 4, "{ a: __typename b: __typename __typename me { id } c: me { id } }", {}],
  ["variables", 4, "{ me { id } }", Object.fromEntries(Array.from("abcde", (name) => [name, 1]))],
  ["levels of values inside a variable", 5, "{ me { id } }", { a: nested(6) }],
  ["bytes of variables", 2_000, "{ me { id } }", { a: "é".repeat(1_000) }],
];

describe("a request over a limit is refused before it is planned, and says which limit", () => {
  test.each(tooLarge)("%s (%i): %s", async (name, limit, query, variables) => {
    const { status, body } = await world.ask(query, { variables });
    expect(status).toBe(400);
    expect(body.errors[0].extensions).toMatchObject({ code: "TOO_COMPLEX", retryable: false });
    expect(body.errors[0].message).toContain(name);
    expect(body.errors[0].message).toContain(String(limit));
    expect(Object.values(world.sources).flatMap(({ calls }) => calls)).toHaveLength(0);
    expect(world.registry.asked).toHaveLength(0);
    expect(planning).not.toHaveBeenCalled();
  });

  test("and one that is only known to be too dear once it is planned, before anybody is asked", async () => {
    const query = "query ($n: Int) { people(first: $n) { friends { friends { id } } } }";
    const cost = (rows: number) => 5 + 10 + rows * (1 + 10 + 100);
    const { status, body } = await world.ask(query, { variables: { n: 11 } });
    expect([status, body.errors[0].extensions.code]).toEqual([400, "TOO_COMPLEX"]);
    expect(body.errors[0].message).toContain(`costs ${cost(11)}`);
    expect(body.extensions.cost).toEqual({ requested: cost(11), limit: 1_186 });
    expect(planning).toHaveBeenCalled();
    expect(world.registry.asked).toHaveLength(0);
    expect(world.sources.people!.calls).toHaveLength(0);
    const served = await world.ask(query, { variables: { n: 10 } });
    expect([served.status, served.body.extensions.cost]).toEqual([200, { requested: cost(10), limit: 1_186 }]);
  });

  test("as is one that looks up more identifiers than anybody needs at once", async () => {
    const ids = (count: number) => Array.from({ length: count }, (_, index) => `p${index}`);
    const query = (count: number) =>
      `{ ${ids(count)
        .map((id) => `${id}: person(id: "${id}") { id }`)
        .join(" ")} }`;
    const asking = await startWorld({ limits: { lookups: 3 } });
    try {
      const { status, body } = await asking.ask(query(4));
      expect([status, body.errors[0].extensions.code]).toEqual([400, "TOO_COMPLEX"]);
      expect(body.errors[0].message).toContain("identifiers to look up: at most 3");
      expect(asking.registry.asked).toHaveLength(0);
      expect((await asking.ask(query(3))).status).toBe(200);
    } finally {
      await asking.close();
    }
  });

  test("variables without end are measured without recursion", async () => {
    const deep = "[".repeat(1_500) + "]".repeat(1_500);
    const answer = await fetch(`${world.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${await world.issuer.sign()}` },
      body: `{"query":"{ me { id } }","variables":{"a":${deep}}}`,
    });
    const { errors } = (await answer.json()) as { errors: { extensions: { code: string } }[] };
    expect([answer.status, errors[0]!.extensions.code]).toEqual([400, "TOO_COMPLEX"]);
  });

  test("a body over its limit is 413", async () => {
    const { status, body } = await world.ask(`{ me { id } } #${"x".repeat(6_000)}`);
    expect([status, body.errors[0].extensions.code]).toEqual([413, "TOO_COMPLEX"]);
    expect(body.errors[0].message).toContain("6000");
  });

  test("headers over their limit are 431", async () => {
    const { status, body } = await world.ask("{ me { id } }", { headers: { "x-long": "x".repeat(4_000) } });
    expect([status, body.errors[0].extensions.code]).toEqual([431, "TOO_COMPLEX"]);
  });

  test.each([
    "{ me { ...A } } fragment A on Person { friends { ...A } }",
    "{ me { ...A } } fragment A on Person { friends { ...B } } fragment B on Person { friends { ...A } }",
    "{ me { ...A } } fragment A on Person { ...A }",
  ])("fragments that contain themselves end at once: %s", async (query) => {
    const startedAt = Date.now();
    const { status } = await world.ask(query);
    expect(status).toBe(400);
    expect(Date.now() - startedAt).toBeLessThan(500);
  });

  test("fragments that double at each level are counted, not written out", async () => {
    const levels = repeat(12, (index) => `fragment F${index} on Person { ...F${index + 1} ...F${index + 1} }`);
    const { status, body } = await world.ask(`{ me { ...F0 } } ${levels} fragment F12 on Person { id }`);
    expect([status, body.errors[0].extensions.code]).toEqual([400, "TOO_COMPLEX"]);
  });

  test("a list of operations is refused", async () => {
    const answer = await fetch(`${world.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${await world.issuer.sign()}` },
      body: JSON.stringify([{ query: "{ me { id } }" }, { query: "{ me { id } }" }]),
    });
    expect(answer.status).toBe(400);
  });

  test("a request at its limits is served", async () => {
    const { status, body } = await world.ask(
      "{ a: me { b: id c: id friends { friends { friends { id } } } } places(first: 50) { id } }",
    );
    expect([status, body.errors]).toEqual([200, undefined]);
  });
});

describe("strangers learn nothing of the schema in production", () => {
  test.each(["{ __schema { types { name } } }", '{ __type(name: "Person") { name } }'])(
    "%s is refused",
    async (query) => {
      const { status, body } = await production.ask(query);
      expect([status, body.errors[0].extensions.code]).toEqual([400, "BAD_USER_INPUT"]);
      expect((await world.ask(query)).body.errors).toBeUndefined();
    },
  );

  test("no suggestion is made", async () => {
    const inDevelopment = await world.ask("{ me { nam } }");
    expect(inDevelopment.body.errors[0].message).toContain("Did you mean");
    const inProduction = await production.ask("{ me { nam } }");
    expect(inProduction.text).not.toContain("Did you mean");
    expect(inProduction.body.errors[0].message).toContain("nam");
  });

  test("a query plan is never shown", async () => {
    for (const hub of [world, production]) {
      const { text } = await hub.ask("{ me { id } }", {
        headers: { "apollo-query-plan-experimental": "1", "apollo-federation-include-trace": "ftv1" },
      });
      expect(text).not.toMatch(/plan|QueryPlan|ftv1/i);
    }
  });
});

describe("pages of other origins", () => {
  const preflight = (origin: string) =>
    fetch(`${world.url}/graphql`, { method: "OPTIONS", headers: { origin, "access-control-request-method": "POST" } });

  test("a listed origin may call the hub", async () => {
    const { headers } = await preflight("https://app.example.fr");
    expect(headers.get("access-control-allow-origin")).toBe("https://app.example.fr");
    expect(headers.get("access-control-allow-headers")).toContain("authorization");
    expect(headers.get("access-control-allow-credentials")).toBeNull();
    expect(headers.get("access-control-expose-headers")).toContain("ratelimit");
  });

  test.each(["https://evil.test", "https://app.example.fr.evil.test", "null"])("%s may not", async (origin) => {
    const { headers } = await preflight(origin);
    expect(headers.get("access-control-allow-origin")).toBeNull();
    expect(headers.get("access-control-allow-headers")).toBeNull();
  });
});

test("the whole operation has a deadline of its own", async () => {
  const hurried = await startWorld({ limits: { operationTimeoutMs: 200, sourceTimeoutMs: 1_000 } });
  try {
    hurried.sources.people!.rules.fault = () => new Promise<never>(() => {});
    const startedAt = Date.now();
    const { body } = await hurried.ask("{ me { id } }");
    expect(body.errors[0].extensions).toMatchObject({ code: "DEADLINE", source: "people", retryable: true });
    expect(Date.now() - startedAt).toBeLessThan(600);
  } finally {
    await hurried.close();
  }
});
