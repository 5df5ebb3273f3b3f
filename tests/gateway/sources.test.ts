import { setTimeout as pause } from "node:timers/promises";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { FastifyReply } from "fastify";
import { GraphQLError, graphql, parse } from "graphql";
import type { Door } from "../../gateway/engine/sources/exchange.ts";
import { type HopClaims, verifyHop } from "../../kit/hop-token.ts";
import { peerKeysAt } from "../../kit/peer-keys.ts";
import { startBalancer } from "../support/balancer.ts";
import { nulledPlaces } from "./support/compare-answers.ts";
import { faults } from "./support/faults.ts";
import { type Source, sourceSchemas, startSource } from "./support/sources.ts";
import { type Answered, startWorld, type World } from "./support/world.ts";

const PAGE = `query Page { people(first: 2) { id name plan { title goals { label } } steps home { label } } places { id } }`;
const RENAME = 'mutation { rename(id: "amina", name: "New") { name } }';

type Lost = [path: string, code: string, source: string];
const lost = ({ body }: Answered): Lost[] =>
  (body.errors ?? [])
    .map((one: { path: unknown; extensions: { code: string; source: string } }): Lost => {
      return [JSON.stringify(one.path), one.extensions.code, one.extensions.source];
    })
    .sort();

/** What must hold of every answer, whatever a source did: each null that should not be there is named, all else is as ever. */
function expectOnlyLost(healthy: Answered, broken: Answered, source: string): void {
  const named = lost(broken);
  expect(named.map(([path]) => path)).toEqual(nulledPlaces(healthy.body.data, broken.body.data).sort());
  expect(named.every(([, , name]) => name === source)).toBe(true);
  expect(broken.status).toBe(200);
  expect(broken.text).not.toMatch(/secret|polluted|<|\\r|\\n/);
}

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1_000; tries += 1) {
    if (await isTrue()) return;
    await pause(10);
  }
  throw new Error("It did not come to pass in time.");
}

const portOf = (url: string) => Number(new URL(url).port);

/** Answers the first call in its own way and all others as ever. */
function onlyFirst(source: Source, fault: (reply: FastifyReply) => Promise<unknown>): void {
  let calls = 0;
  source.rules.fault = (reply) => (calls++ === 0 ? fault(reply) : undefined);
}

const json = (content: unknown) => async (reply: FastifyReply) =>
  reply.type("application/json").send(typeof content === "string" ? content : JSON.stringify(content));

describe.each(["passerelle", "stock"] as const)("a source that is down, with the engine %s,", (engine) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ engine, limits: { breakerFailures: 4, breakerRestMs: 1_000, sourceTimeoutMs: 5_000 } });
  });
  afterAll(() => world.close());

  test("is not asked for a change any more, which is known then not to have been made", async () => {
    world.sources.people!.rules.fault = faults["answers 500 with an HTML page"];
    let unknown = 0;
    const rename = async () => {
      const [[path, code, source] = []] = lost(await world.ask(RENAME));
      expect([path, source]).toEqual(['["rename"]', "people"]);
      return code;
    };
    let code = await rename();
    for (; code === "OUTCOME_UNKNOWN" && unknown < 30; unknown += 1) code = await rename();
    expect(code).toBe("SOURCE_UNAVAILABLE");
    expect(unknown).toBeGreaterThanOrEqual(4);
    expect(world.sources.people!.calls.filter(({ query }) => query.includes("rename"))).toHaveLength(unknown);
    delete world.sources.people!.rules.fault;
  });

  test("costs its own fields, is then left in peace, and serves again soon after it came back", async () => {
    let healthy = await world.ask(PAGE);
    await until(async () => {
      healthy = await world.ask(PAGE);
      return healthy.body.errors === undefined;
    });
    const sound = world.peers.care!;
    const broken = await startBalancer([]);
    world.peers.care = broken.url;
    let answer = await world.ask(PAGE);
    for (let tries = 0; tries < 20; tries += 1) {
      expectOnlyLost(healthy, answer, "care");
      expect(new Set(lost(answer).map(([, code]) => code))).toEqual(new Set(["SOURCE_UNAVAILABLE"]));
      if (answer.body.errors[0].extensions.retryAfterMs) break;
      answer = await world.ask(PAGE);
    }
    expect(answer.body.errors[0].extensions.retryAfterMs).toBeLessThanOrEqual(1_000);
    // Two attempts a question until the fourth failure, and no connection since.
    expect(broken.accepted()).toBe(4);
    world.peers.care = sound;
    await until(async () => (await world.ask(PAGE)).body.errors === undefined);
    expect((await world.ask(PAGE)).body.data).toEqual(healthy.body.data);
    await broken.close();
  });
});

describe("a source that fails now and then", () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({
      limits: {
        sourceTimeoutMs: 2_500,
        sourceAnswerBytes: 100_000,
        retryPauseMs: 10,
        sourceConcurrency: 4,
        sourceWaiting: 4,
      },
    });
    await world.ask(PAGE);
    world.sources.people!.calls.length = 0;
  });
  afterAll(() => world.close());
  afterEach(() => {
    for (const [name, source] of Object.entries(world.sources)) {
      delete source.rules.fault;
      world.peers[name] = source.url;
      source.calls.length = 0;
    }
  });

  const failing = (status: number, retryAfter?: string) => async (reply: FastifyReply) =>
    reply
      .code(status)
      .headers(retryAfter ? { "retry-after": retryAfter } : {})
      .type("text/html")
      .send("<p>secret</p>");

  test.each<[string, (reply: FastifyReply) => Promise<unknown>, string]>([
    ["answers 500", failing(500), "OUTCOME_UNKNOWN"],
    ["answers 502", failing(502), "OUTCOME_UNKNOWN"],
    ["answers 503 and asks for a second", failing(503, "1"), "OUTCOME_UNKNOWN"],
    ["answers 429 and asks for a second", failing(429, "1"), "OVERLOADED"],
    ["breaks the connection before its answer", faults["cuts the connection"], "OUTCOME_UNKNOWN"],
    [
      "breaks the connection within its answer",
      async (reply) => {
        reply.hijack();
        reply.raw.writeHead(200, { "content-type": "application/json", "content-length": "500" });
        reply.raw.write('{"data":{"people":[', () => reply.raw.destroy());
      },
      "OUTCOME_UNKNOWN",
    ],
  ])("and %s is asked a second time for a query, never for a change", async (_, fault, code) => {
    const source = world.sources.people!;
    onlyFirst(source, fault);
    const { body } = await world.ask("{ people(first: 1) { name } }");
    expect(body.errors).toBeUndefined();
    expect(source.calls).toHaveLength(2);
    // Each attempt carries a token of its own: the source took both, and takes none twice.
    expect(new Set(source.calls.map(({ headers }) => headers.authorization)).size).toBe(2);

    source.calls.length = 0;
    onlyFirst(source, fault);
    expect(lost(await world.ask(RENAME))).toEqual([['["rename"]', code, "people"]]);
    expect(source.calls).toHaveLength(1);
  });

  test("and asks for more time than there is, is not asked again: the client hears how long to wait", async () => {
    world.sources.people!.rules.fault = failing(503, "30");
    const { body } = await world.ask("{ me { id } }");
    expect(body.errors[0].extensions).toMatchObject({ code: "SOURCE_UNAVAILABLE", retryAfterMs: 30_000 });
    expect(world.sources.people!.calls).toHaveLength(1);
  });

  test("and hangs gets so many calls and no more: the others wait, or are told at once to come back", async () => {
    world.sources.places!.rules.fault = (reply) =>
      pause(500).then(() => json({ data: { places: [{ id: "home-amina" }] } })(reply));
    const answers = await Promise.all(Array.from({ length: 12 }, () => world.ask("{ places { id } }")));
    expect(world.sources.places!.calls).toHaveLength(8);
    const turnedAway = answers.filter(({ body }) => body.errors);
    expect(turnedAway.map(lost)).toEqual(Array.from({ length: 4 }, () => [['["places"]', "OVERLOADED", "places"]]));
    expect(turnedAway[0]!.body.errors[0].extensions).toMatchObject({ retryable: true, retryAfterMs: 1_000 });
    expect(turnedAway[0]!.body.extensions.sources).toEqual({ places: "refused" });
    delete world.sources.places!.rules.fault;
    expect((await world.ask("{ places { id } }")).body.errors).toBeUndefined();
  });

  test.each([
    [1_000, 1_000],
    [1e12, 60_000],
    ["1000", undefined],
    [-1, undefined],
  ])("and says of one field that it is overloaded for %s ms is believed within reason", async (told, passedOn) => {
    const { failing } = world.sources.care!.rules;
    const extensions = { code: "OVERLOADED", retryAfterMs: told };
    failing.set("Person.plan", new GraphQLError("secret", { extensions }));
    const { body } = await world.ask("{ me { name plan { title } steps } }");
    failing.clear();
    expect(body.data).toEqual({ me: { name: "Name of amina", plan: null, steps: ["one", "two"] } });
    expect(body.errors[0].extensions).toMatchObject({ code: "OVERLOADED", source: "care", retryable: true });
    expect(body.errors[0].extensions.retryAfterMs).toBe(passedOn);
  });

  test("and never answers costs its fields at the deadline, and not one connection", async () => {
    const before = await startBalancer([portOf(world.sources.care!.url)]);
    world.peers.care = before.url;
    const healthy = await world.ask(PAGE);
    const idle = before.open();
    world.sources.care!.rules.fault = faults["hangs and never answers"];
    const startedAt = performance.now();
    for (const answer of await Promise.all([1, 2, 3, 4].map(() => world.ask(PAGE)))) {
      expectOnlyLost(healthy, answer, "care");
      expect(new Set(lost(answer).map(([, code]) => code))).toEqual(new Set(["SOURCE_TIMEOUT"]));
    }
    expect(performance.now() - startedAt).toBeLessThan(7_500);
    await until(() => before.open() <= idle);
    await before.close();
  });

  test("a source whose instances restart one by one loses no read", async () => {
    const healthy = await world.ask("{ places { id label } }");
    const instances = [await startSource("places", world.peers), await startSource("places", world.peers)];
    const balancer = await startBalancer(instances.map(({ url }) => portOf(url)));
    world.peers.places = balancer.url;
    let isOver = false;
    let reads = 0;
    const reading = Promise.all(
      [1, 2, 3].map(async () => {
        while (!isOver) {
          const { errors, data } = (await world.ask("{ places { id label } }")).body;
          expect({ errors, data }).toEqual({ errors: undefined, data: healthy.body.data });
          reads += 1;
        }
      }),
    );
    for (const [turn, place] of [0, 1, 0, 1].entries()) {
      await until(() => reads >= turn * 10);
      // Killed, not asked to finish: calls on their way to it break.
      await instances[place]!.close();
      await pause(50);
      instances[place] = await startSource("places", world.peers);
      balancer.ports[place] = portOf(instances[place].url);
    }
    await until(() => reads >= 50);
    isOver = true;
    await reading;
    await Promise.all([balancer.close(), ...instances.map((instance) => instance.close())]);
  });

  test("a source that is older than the supergraph loses what it does not know, in that call, and nothing else", async () => {
    const typeDefs = parse(sourceSchemas.places!.replace("city: String", ""));
    const older = buildSubgraphSchema([
      {
        typeDefs,
        resolvers: { Query: { places: () => [{ id: "home-amina", label: "Label of home-amina" }] } } as never,
      },
    ]);
    // As Apollo Server and others say that an operation is not one of their schema's.
    const extensions = { code: "GRAPHQL_VALIDATION_FAILED" };
    const query = "{ places { id label } people(first: 1) { name home { city label } } }";
    const healthy = await world.ask(query);
    world.sources.places!.rules.fault = (reply, source) =>
      source.includes("city")
        ? graphql({ schema: older, source }).then(({ errors = [] }) =>
            json({ errors: errors.map(({ message }) => ({ message, extensions })) })(reply.code(400)),
          )
        : undefined;
    const answer = await world.ask(query);
    expectOnlyLost(healthy, answer, "places");
    // The label, which it knows, must exist: with it goes its place.
    expect(lost(answer)).toEqual([['["people",0,"home"]', "SOURCE_INVALID", "places"]]);
    expect(answer.body.extensions.sources.places).toBe("invalid");
    expect((await world.ask("{ places { id label } }")).body.errors).toBeUndefined();
  });

  describe("and answers with what nobody asked for", () => {
    const shapes = {
      "a value that may be null": "{ me { name plan { title } } places { id } }",
      "a value that must exist": "{ people(first: 2) { id mood } places { id } }",
      "a list of values": "{ people(first: 2) { id steps } places { id } }",
      "a list of objects that must exist": "{ me { id plan { goals { label } } } places { id } }",
    };
    const entity = {
      __typename: "Person",
      plan: { title: "secret", goals: [{ label: "secret" }] },
      steps: ["secret"],
      mood: "secret",
    };
    const nonsense: Record<string, unknown> = {
      "a text": '"secret"',
      "a number": "1",
      null: "null",
      "half a text": '{"data":{"_entities":[{"plan":{"title":"sec',
      "two results": '{"data":null}{"data":null}',
      "data that is a list": { data: [entity] },
      "data that is a text": { data: "secret" },
      "nothing but errors that are no list": { errors: { message: "secret" } },
      "nothing but errors that are no errors": { errors: ["secret", 1, null] },
      "entities that are null": { data: { _entities: null } },
      "null in place of each entity's fields": { data: { _entities: [{}, {}] } },
      "entities of another type": { data: { _entities: [1, 2].map(() => ({ ...entity, __typename: "Place" })) } },
      "more entities than were named": { data: { _entities: [entity, entity, entity] } },
      "twenty thousand entities": `{"data":{"_entities":[${"null,".repeat(20_000)}null]}}`,
      "values of other shapes": {
        data: { _entities: [1, 2].map(() => ({ plan: "secret", steps: { 0: "secret" }, mood: ["secret"] })) },
      },
    };
    const runs = Object.keys(nonsense).flatMap((name) =>
      Object.entries(shapes).map(([shape, query]) => [name, shape, query] as const),
    );

    test.each(runs)(
      "(%s, for %s) it is SOURCE_INVALID, never a silent null, never its words",
      async (name, _, query) => {
        const healthy = await world.ask(query);
        world.sources.care!.rules.fault = json(nonsense[name]);
        const answer = await world.ask(query);
        expectOnlyLost(healthy, answer, "care");
        expect(new Set(lost(answer).map(([, code]) => code))).toEqual(new Set(["SOURCE_INVALID"]));
      },
    );
  });

  test.each<[string, (reply: FastifyReply) => Promise<unknown>, string]>([
    [
      "sends ten megabytes",
      json(`{"data":{"_entities":[{"plan":{"title":"${"secret ".repeat(1_500_000)}"}}]}}`),
      "SOURCE_INVALID",
    ],
    [
      "trickles without end",
      async (reply) => {
        reply.hijack();
        reply.raw.writeHead(200, { "content-type": "application/json" });
        const timer = setInterval(() => reply.raw.write(" "), 20);
        reply.raw.once("close", () => clearInterval(timer));
      },
      "SOURCE_TIMEOUT",
    ],
    [
      "sends its reader elsewhere",
      async (reply) => reply.redirect(`${world.peers.places}/secret`, 307),
      "SOURCE_INVALID",
    ],
    [
      "speaks of pages, lines and markup in its errors",
      json({
        data: { _entities: [null, null] },
        errors: [
          {
            message: "<script>secret</script>\r\nset-cookie: a=b",
            path: ["_entities", 0, "\r\n<p>"],
            extensions: { code: "<p>" },
          },
        ],
      }),
      "",
    ],
  ])("a hostile source that %s is named with a code and nothing of its own", async (_, fault, code) => {
    const healthy = await world.ask(PAGE);
    world.sources.care!.rules.fault = fault;
    const answer = await world.ask(PAGE);
    expectOnlyLost(healthy, answer, "care");
    if (code) expect(new Set(lost(answer).map(([, one]) => one))).toEqual(new Set([code]));
  });

  test("a hostile source's headers and names of the language's own go nowhere", async () => {
    const healthy = await world.ask("{ me { id plan { title } } }");
    world.sources.care!.rules.fault = (reply) =>
      json(
        '{"data":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"_entities":[{"__proto__":{"polluted":1},"plan":{"title":"Plan care-amina","__proto__":{"polluted":1},"constructor":"x"}}]},"__proto__":{"errors":[1]}}',
      )(reply.headers({ "set-cookie": "a=b", "cache-control": "public", "x-secret": "1" }));
    const answer = await world.ask("{ me { id plan { title } } }");
    expect(answer.body.data).toEqual(healthy.body.data);
    expect([
      answer.headers.get("set-cookie"),
      answer.headers.get("cache-control"),
      answer.headers.get("x-secret"),
    ]).toEqual([null, "no-store", null]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe("a client that goes away", () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ limits: { sourceTimeoutMs: 25_000, operationTimeoutMs: 25_000 } });
  });
  afterAll(() => world.close());

  const askAndLeave = async (query: string) => {
    const { calls } = world.sources.people!;
    calls.length = 0;
    const gone = new AbortController();
    const asking = world.ask(query, { signal: gone.signal });
    await until(() => calls.length === 1);
    gone.abort();
    await expect(asking).rejects.toThrow();
    return calls[0]!;
  };

  test("ends the calls of her query at their source", async () => {
    world.sources.people!.rules.fault = faults["hangs and never answers"];
    const call = await askAndLeave("{ me { id } }");
    await until(() => call.isAborted);
  });

  test("does not end a change that was begun: it is made once, and logged", async () => {
    let isMade = false;
    world.sources.people!.rules.fault = async (reply) => {
      await pause(300);
      isMade = true;
      return json({ data: { rename: { name: "New" } } })(reply);
    };
    world.logged.length = 0;
    const call = await askAndLeave(RENAME);
    await until(() => isMade);
    await pause(50);
    expect([call.isAborted, world.sources.people!.calls.length]).toEqual([false, 1]);
    await until(() => world.logged.length > 0);
  });
});

test.each(["passerelle", "stock"] as const)(
  "a source with a door in this process is entered there, and nobody else is (%s)",
  async (engine) => {
    const doors = new Map<string, Door>();
    const world = await startWorld({ engine, doors });
    try {
      const healthy = await world.ask(PAGE);
      const keys = peerKeysAt(world.peers);
      const claims: HopClaims[] = [];
      const schema = buildSubgraphSchema(parse(sourceSchemas.places!));
      doors.set(world.peers.places!, async ({ body, authorization }) => {
        const token = authorization.split(" ")[1]!;
        claims.push(await verifyHop(token, keys, { audience: "places", issuers: ["gateway"], body }));
        const { query: source, variables } = JSON.parse(Buffer.from(body).toString());
        const rootValue = { places: [{ id: "within" }] };
        const result = await graphql({ schema, source, variableValues: variables, rootValue });
        return { status: 200, headers: { "content-type": "application/json" }, text: JSON.stringify(result) };
      });
      world.sources.places!.calls.length = 0;
      const { body } = await world.ask("{ places { id } }");
      expect(body.data).toEqual({ places: [{ id: "within" }] });
      expect(world.sources.places!.calls).toEqual([]);
      expect(claims).toMatchObject([
        { issuer: "gateway", requestId: body.extensions.requestId, viewer: { subject: "test|karim" } },
      ]);
      // Another process took the place of the source: the door does not lead to that one.
      const other = await startSource("places", world.peers);
      world.peers.places = other.url;
      expect((await world.ask(PAGE)).body.data).toEqual(healthy.body.data);
      expect(other.calls.length).toBeGreaterThan(0);
      await other.close();
    } finally {
      await world.close();
    }
  },
);
