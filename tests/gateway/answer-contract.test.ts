import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { GraphQLError } from "graphql";
import { nulledPlaces } from "./support/compare-answers.ts";
import { type Fault, faults } from "./support/faults.ts";
import { startWorld, type World } from "./support/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld({ limits: { sourceAnswerBytes: 100_000 } });
});
afterAll(() => world.close());
afterEach(() => {
  for (const [name, source] of Object.entries(world.sources)) {
    delete source.rules.fault;
    source.rules.failing.clear();
    source.rules.missing.clear();
    world.peers[name] = source.url;
    source.calls.length = 0;
  }
  world.registry.state = "knows";
});

type Lost = [path: (string | number)[], code: string, source: string];
const lost = (body: { errors?: { path: Lost[0]; extensions: { code: string; source: string } }[] }): Lost[] =>
  (body.errors ?? []).map(({ path, extensions }) => [path, extensions.code, extensions.source] as Lost).sort();

const PAGE = `query Page { people(first: 2) { id name plan { title } steps home { label } } places { id } }`;

test("a healthy hub answers without errors", async () => {
  const { status, body } = await world.ask(PAGE);
  expect(body.errors).toBeUndefined();
  expect(status).toBe(200);
  expect(body.data.people[0]).toEqual({
    id: "amina",
    name: "Name of amina",
    plan: { title: "Plan care-amina" },
    steps: ["one", "two"],
    home: { label: "Label of home-amina" },
  });
  expect(body.extensions.sources).toEqual({ people: "ok", care: "ok", places: "ok" });
});

/** Which code each failure of a source gives. */
const codes: Record<Fault, [code: string, state: string]> = {
  "hangs and never answers": ["SOURCE_TIMEOUT", "slow"],
  "cuts the connection": ["SOURCE_UNAVAILABLE", "down"],
  "answers 500 with an HTML page": ["SOURCE_UNAVAILABLE", "down"],
  "answers 200 with an HTML page": ["SOURCE_INVALID", "invalid"],
  "redirects to another host": ["SOURCE_INVALID", "invalid"],
  "sends an endless body": ["SOURCE_INVALID", "invalid"],
  "sends a truncated body": ["SOURCE_INVALID", "invalid"],
  "sends nothing": ["SOURCE_INVALID", "invalid"],
  "sends {}": ["SOURCE_INVALID", "invalid"],
  'sends {"data":null}': ["SOURCE_INVALID", "invalid"],
  "sends a list": ["SOURCE_INVALID", "invalid"],
  "sends entities that are no list": ["SOURCE_INVALID", "invalid"],
  "sends too few entities": ["SOURCE_INVALID", "invalid"],
  "refuses the hub": ["SOURCE_UNAVAILABLE", "refused"],
  "is overloaded": ["OVERLOADED", "refused"],
  "answers an error with a stack and an address": ["SOURCE_UNAVAILABLE", "down"],
};
const cases = Object.entries(codes) as [Fault, [string, string]][];

/** Nothing of the inside: no words of the source, no address, no stack, no name of a library. */
const INSIDE =
  /secret|https?:|127\.0\.0\.1|10\.0\.0|localhost|ECONN|stack|\bat [^\s"]+:\d|node_modules|\.[jt]s\b|undici|apollo|fetch|subgraph|serviceName|valueCompletion/i;

describe("every field lost to a source is named, with its source and cause, and nothing else is lost", () => {
  test.each(cases)("a source of entities that %s", async (fault, [code, state]) => {
    world.sources.care!.rules.fault = faults[fault];
    const { status, body, text } = await world.ask(PAGE);
    expect(lost(body)).toEqual([
      [["people", 0, "plan"], code, "care"],
      [["people", 0, "steps"], code, "care"],
      [["people", 1, "plan"], code, "care"],
      [["people", 1, "steps"], code, "care"],
    ]);
    expect(status).toBe(200);
    expect(body.extensions.sources).toEqual({ people: "ok", care: state, places: "ok" });
    expect(body.data.people.map((person: { name: string }) => person.name)).toEqual(["Name of amina", "Name of bruno"]);
    expect(body.data.people[0].home).toEqual({ label: "Label of home-amina" });
    expect(text).not.toMatch(INSIDE);
    for (const { extensions } of body.errors) expect(extensions.requestId).toBe(body.extensions.requestId);
  });

  test.each(cases)("a source of root fields that %s", async (fault, [code, state]) => {
    world.sources.people!.rules.fault = faults[fault];
    const { status, body, text } = await world.ask(PAGE);
    expect(lost(body)).toEqual([[["people"], code, "people"]]);
    expect(body.data).toEqual({ people: null, places: [{ id: "home-amina" }, { id: "town-hall" }] });
    expect(body.extensions.sources).toEqual({ people: state, places: "ok" });
    expect(status).toBe(200);
    expect(text).not.toMatch(INSIDE);
  });

  test("a source that nobody listens for", async () => {
    world.peers.care = "http://127.0.0.1:9";
    const { body, text } = await world.ask("{ me { plan { title } } }");
    expect(lost(body)).toEqual([[["me", "plan"], "SOURCE_UNAVAILABLE", "care"]]);
    expect(text).not.toMatch(INSIDE);
  });

  test("a source whose address is unknown", async () => {
    delete world.peers.care;
    const { body } = await world.ask("{ me { plan { title } } }");
    expect(lost(body)).toEqual([[["me", "plan"], "SOURCE_UNAVAILABLE", "care"]]);
  });

  test("a lost non-null field is named at the null the client sees", async () => {
    world.sources.care!.rules.fault = faults["sends {}"];
    const { body } = await world.ask("{ people(first: 2) { id mood } }");
    expect(body.data).toEqual({ people: null });
    expect(lost(body)).toEqual([[["people"], "SOURCE_INVALID", "care"]]);
  });

  test("aliases, fragments and lists within lists keep their own paths", async () => {
    world.sources.care!.rules.fault = faults["cuts the connection"];
    const { body } = await world.ask(`{ me { friends { ...Care } } }
      fragment Care on Person { wish: plan { title } ... on Person @include(if: true) { nextSteps: steps } }`);
    expect(lost(body)).toEqual([
      [["me", "friends", 0, "nextSteps"], "SOURCE_UNAVAILABLE", "care"],
      [["me", "friends", 0, "wish"], "SOURCE_UNAVAILABLE", "care"],
      [["me", "friends", 1, "nextSteps"], "SOURCE_UNAVAILABLE", "care"],
      [["me", "friends", 1, "wish"], "SOURCE_UNAVAILABLE", "care"],
    ]);
  });

  test("a reference answered with null is told as not found, for its fields alone", async () => {
    world.sources.care!.rules.missing.add("Person:bruno");
    const { body } = await world.ask("{ people(first: 3) { plan { title } } }");
    expect(lost(body)).toEqual([[["people", 1, "plan"], "NOT_FOUND", "care"]]);
    expect(body.data.people[2].plan).toEqual({ title: "Plan care-chloe" });
    expect(body.extensions.sources.care).toBe("ok");
  });

  test("a reference that fails is told for each of its fields, once", async () => {
    world.sources.care!.rules.failing.set("Person:bruno", new Error("secret at /srv/app.js"));
    const { body, text } = await world.ask("{ people(first: 2) { plan { title } steps } }");
    expect(lost(body)).toEqual([
      [["people", 1, "plan"], "SOURCE_UNAVAILABLE", "care"],
      [["people", 1, "steps"], "SOURCE_UNAVAILABLE", "care"],
    ]);
    expect(text).not.toMatch(INSIDE);
  });

  test("a field that needs a lost field of another source is lost with it, though the client did not ask for that one", async () => {
    world.sources.people!.rules.failing.set("Person.careReference:bruno", error("CONSENT_REQUIRED"));
    const { body } = await world.ask("{ people(first: 2) { plan { title } } }");
    expect(lost(body)).toEqual([[["people", 1, "plan"], "CONSENT_REQUIRED", "people"]]);
    expect(body.data.people[0].plan).toEqual({ title: "Plan care-amina" });
  });

  test("in a list of several types, a lost field keeps the place of its own item", async () => {
    const search = "{ search { ... on Person { plan { title } } ... on Place { city } } }";
    world.sources.care!.rules.failing.set("Person.plan:bruno", error("FORBIDDEN"));
    world.sources.places!.rules.missing.add("Place:home-amina");
    const { body } = await world.ask(search);
    expect(body.data.search[1].plan).toEqual({ title: "Plan care-amina" });
    expect(body.data.search[0].city).toBe("Besançon");
    expect(lost(body)).toEqual([
      [["search", 2, "city"], "NOT_FOUND", "places"],
      [["search", 3, "plan"], "FORBIDDEN", "care"],
    ]);
  });

  test("a source that sends errors without end costs no more than one that fails", async () => {
    const errors = Array.from({ length: 2_000 }, (_, index) => ({
      message: "secret",
      path: index % 2 ? ["_entities", 0] : undefined,
    }));
    world.sources.care!.rules.fault = (reply) =>
      reply.type("application/json").send(JSON.stringify({ data: { _entities: [null, null] }, errors })) as never;
    const startedAt = Date.now();
    const { body, text } = await world.ask(PAGE);
    expect(Date.now() - startedAt).toBeLessThan(500);
    expect(body.errors).toHaveLength(4);
    expect(text).not.toMatch(INSIDE);
  });

  test("a list item's own field is named at its place in the list", async () => {
    world.sources.care!.rules.failing.set("Goal.label", error("SOURCE_UNAVAILABLE"));
    const { body } = await world.ask("{ me { plan { goals { label } } } }");
    expect(lost(body)).toEqual([[["me", "plan", "goals"], "SOURCE_UNAVAILABLE", "care"]]);
  });

  test("values of another shape than the schema's are replaced by null and told", async () => {
    world.sources.care!.rules.fault = (reply) =>
      reply.type("application/json").send(
        JSON.stringify({
          data: {
            _entities: [
              {
                __typename: "Person",
                plan: ["secret"],
                steps: "secret",
                __proto__: { polluted: true },
                extra: "secret",
              },
              { __typename: "Place", plan: null, steps: [] },
            ],
          },
        }),
      ) as never;
    const { body, text } = await world.ask(PAGE);
    expect(lost(body)).toEqual([
      [["people", 0, "plan"], "SOURCE_INVALID", "care"],
      [["people", 0, "steps"], "SOURCE_INVALID", "care"],
      [["people", 1, "plan"], "SOURCE_INVALID", "care"],
      [["people", 1, "steps"], "SOURCE_INVALID", "care"],
    ]);
    expect(text).not.toMatch(INSIDE);
  });

  test("a value that is simply absent is no error", async () => {
    const { body } = await world.ask('{ person(id: "nobody") { name plan { title } } }');
    expect(body).toEqual({
      data: { person: null },
      extensions: {
        requestId: expect.any(String),
        sources: { people: "ok" },
        cost: { requested: expect.any(Number), limit: expect.any(Number) },
      },
    });
  });
});

const error = (code: string, message = "secret words of the source") =>
  new GraphQLError(message, { extensions: { code, secret: 1 } });

describe("a source's codes are passed on from the closed list, its words are not", () => {
  const passed = [
    "FORBIDDEN",
    "NOT_FOUND",
    "CONSENT_REQUIRED",
    "CONSENT_UNVERIFIABLE",
    "CONFLICT_VERSION",
    "IDEMPOTENCY_MISMATCH",
    "OVERLOADED",
    "RATE_LIMITED",
  ];
  test.each(passed)("%s", async (code) => {
    world.sources.care!.rules.failing.set("Person.plan", error(code));
    const { body, text } = await world.ask("{ me { plan { title } steps } }");
    expect(lost(body)).toEqual([[["me", "plan"], code, "care"]]);
    expect(body.data.me.steps).toEqual(["one", "two"]);
    expect(text).not.toMatch(INSIDE);
    expect(Object.keys(body.errors[0])).toEqual(["message", "path", "extensions"]);
  });

  test.each(["INTERNAL_SERVER_ERROR", "SOMETHING_ELSE", "TOO_COMPLEX", undefined])(
    "%s becomes SOURCE_UNAVAILABLE",
    async (code) => {
      world.sources.care!.rules.failing.set("Person.plan", error(code as string));
      const { body } = await world.ask("{ me { plan { title } } }");
      expect(lost(body)).toEqual([[["me", "plan"], "SOURCE_UNAVAILABLE", "care"]]);
    },
  );

  test("a sentence about the input is kept, unless it shows an address, a file or a long number", async () => {
    const { failing } = world.sources.people!.rules;
    const rename = 'mutation { rename(id: "amina", name: "A") { name } }';
    failing.set("Mutation.rename", error("BAD_USER_INPUT", "The name is too short."));
    expect((await world.ask(rename)).body.errors[0].message).toBe("The name is too short.");
    failing.set("Mutation.rename", error("BAD_USER_INPUT", "Not a name: 185057800608436"));
    expect((await world.ask(rename)).body.errors[0].message).toMatch(/^What was sent cannot be used/);
  });

  test("messages are French for those who prefer it and English for all others", async () => {
    world.sources.care!.rules.failing.set("Person.plan", error("CONSENT_REQUIRED"));
    const french = await world.ask("{ me { plan { title } } }", {
      headers: { "accept-language": "fr-FR,fr;q=0.9,en;q=0.8" },
    });
    expect(french.body.errors[0].message).toBe("Ceci demande un consentement qui n'est pas en vigueur pour vous.");
    const english = await world.ask("{ me { plan { title } } }", {
      headers: { "accept-language": "de,en;q=0.5,fr;q=0.1" },
    });
    expect(english.body.errors[0].message).toBe("This needs a consent that is not in force for you.");
  });

  test("the wait a source asks for is passed on in milliseconds", async () => {
    world.sources.care!.rules.fault = faults["is overloaded"];
    const { body } = await world.ask("{ me { steps } }");
    expect(body.errors[0].extensions).toMatchObject({ code: "OVERLOADED", retryable: true, retryAfterMs: 7000 });
  });
});

describe("changes", () => {
  const RENAME = 'mutation { rename(id: "amina", name: "New") { name } }';
  test.each<[Fault]>([
    ["hangs and never answers"],
    ["cuts the connection"],
    ["sends a truncated body"],
    ["answers 500 with an HTML page"],
  ])("a change whose source %s has an unknown outcome", async (fault) => {
    world.sources.people!.rules.fault = faults[fault];
    const { body } = await world.ask(RENAME);
    expect(lost(body)).toEqual([[["rename"], "OUTCOME_UNKNOWN", "people"]]);
    expect(body.errors[0].extensions.retryable).toBe(false);
  });
  test("a change that was never sent is known not to have happened", async () => {
    world.peers.people = "http://127.0.0.1:9";
    expect(lost((await world.ask(RENAME)).body)).toEqual([[["rename"], "SOURCE_UNAVAILABLE", "people"]]);
  });
});

describe("the registry decides who asks, at every request", () => {
  test("sources receive the registry's viewer and none of the client's headers", async () => {
    await world.ask("{ me { name } }", {
      headers: { "passerelle-organization": "ccas-besancon", cookie: "a=b", "x-user-id": "root" },
    });
    const [call] = world.sources.people!.calls;
    expect(call!.claims.viewer).toEqual({
      subject: "test|karim", organization: "ccas-besancon", roles: ["REFERENT"], dataSubject: null, application: "portal",
    }); // biome-ignore format: one viewer reads better on one line
    expect(Object.keys(call!.headers).sort()).toEqual([
      "accept",
      "authorization",
      "connection",
      "content-length",
      "content-type",
      "host",
    ]);
  });

  test.each(["hangs", "fails", "answers nonsense"] as const)(
    "when the registry %s, sources under a rule are not asked and all others are",
    async (state) => {
      world.registry.state = state;
      const { status, body } = await world.ask("{ people(first: 2) { name } places { id label } }");
      expect(status).toBe(200);
      expect(lost(body)).toEqual([[["people"], "CONSENT_UNVERIFIABLE", "people"]]);
      expect(body.data.places[0]).toEqual({ id: "home-amina", label: "Label of home-amina" });
      expect(world.sources.people!.calls).toHaveLength(0);
      expect(world.sources.places!.calls[0]!.claims.viewer).toEqual({
      subject: "test|karim", organization: null, roles: [], dataSubject: null, application: "portal",
    }); // biome-ignore format: one viewer reads better on one line
    },
  );

  test("somebody the registry knows to have no place is refused", async () => {
    world.registry.state = "knows nobody";
    const { status, body } = await world.ask("{ places { id } }");
    expect([status, body.errors[0].extensions.code]).toEqual([403, "FORBIDDEN"]);
    expect(body.data).toBeUndefined();
  });
});

describe("a request that is not served at all", () => {
  test.each([
    ["{ people { id", "a broken document"],
    ["{ people { nothing } }", "an unknown field"],
    ["query Q($id: ID!) { person(id: $id) { id } }", "a missing variable"],
    ["", "an empty document"],
  ])("%s is BAD_USER_INPUT with 400 (%s)", async (query) => {
    const { status, body } = await world.ask(query);
    expect([status, body.errors[0].extensions.code]).toEqual([400, "BAD_USER_INPUT"]);
    expect(body.data).toBeUndefined();
    expect(world.registry.asked.length).toBeGreaterThanOrEqual(0);
  });

  test("a stored query of another hub is BAD_USER_INPUT with 400", async () => {
    const answer = await fetch(`${world.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${await world.issuer.sign()}` },
      body: JSON.stringify({ query: "{ me { id } }", extensions: { persistedQuery: { version: 1, sha256Hash: "x" } } }),
    });
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { errors: [{ extensions: { code: "BAD_USER_INPUT" } }] },
    ]);
  });

  test("an unknown operation name is BAD_USER_INPUT with 400", async () => {
    const { status, body } = await world.ask("query A { me { id } }", { operationName: "Nope" });
    expect([status, body.errors[0].extensions.code]).toEqual([400, "BAD_USER_INPUT"]);
  });

  test("a value that was sent is never repeated", async () => {
    const answers = await Promise.all([
      world.ask("query Q($first: Int) { people(first: $first) { id } }", { variables: { first: "185057800608436" } }),
      world.ask('{ people(first: "185057800608436") { id } }'),
      world.ask('{ people(first: 1) { id } } "185057800608436"'),
    ]);
    for (const { status, text } of answers) {
      expect(status).toBe(400);
      expect(text).not.toContain("185057800608436");
    }
  });

  test.each([
    [{ "content-type": "text/plain" }, 415],
    [{ accept: "text/html" }, 406],
    [{ "passerelle-organization": "a b" }, 400],
  ])("%j is answered %i", async (headers, expected) => {
    const { status, body } = await world.ask("{ me { id } }", { headers: headers as never });
    expect([status, body.errors[0].extensions.code]).toEqual([expected, "BAD_USER_INPUT"]);
  });

  test("an unknown address and GET are answered in the same shape", async () => {
    const lostWay = await fetch(`${world.url}/nothing`);
    const told = (await lostWay.json()) as { errors: { extensions: { code: string } }[] };
    expect([lostWay.status, told.errors[0]!.extensions.code]).toEqual([404, "NOT_FOUND"]);
    const get = await fetch(`${world.url}/graphql?query={me{id}}`);
    expect([get.status, get.headers.get("allow")]).toEqual([405, "POST"]);
  });
});

test("the log has one line a request, with its id and without anybody's data", async () => {
  await new Promise((resolve) => setTimeout(resolve, 20));
  world.logged.length = 0;
  const { headers, body } = await world.ask(
    "query AboutAmina($id: ID!) { person(id: $id) { name } me { friends { id } } }",
    {
      variables: { id: "amina" },
    },
  );
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(world.logged).toHaveLength(1);
  const line = JSON.parse(world.logged[0]!);
  expect(line).toMatchObject({
    operation: expect.stringMatching(/^[0-9a-f]{16}$/),
    organization: "departement-25",
    status: 200,
    sources: { people: "ok" },
  });
  expect([line.requestId, line.requestId]).toEqual([headers.get("x-request-id"), body.extensions.requestId]);
  expect(world.logged[0]).not.toMatch(/amina|karim|Name of/i);
});

describe("compared with the healthy answer, whatever is missing is named and all else is equal", () => {
  const queries = [
    PAGE,
    "{ me { name friends { name plan { title goals { label isReached } } home { id label city } } } }",
    "{ search { __typename ... on Person { id plan { title } friends { steps mood } } ... on Place { id city } } }",
    '{ a: person(id: "amina") { ...P } b: person(id: "bruno") { ...P } } fragment P on Person { who: name wish: plan { title } home { city } }',
    "{ people(first: 3) { friends { friends { plan { goals { label } } } home { label } } mood } places { label } }",
  ];
  const failures: Fault[] = ["cuts the connection", "sends {}", 'sends {"data":null}', "sends too few entities"];
  const runs = queries.flatMap((query) =>
    ["people", "care", "places"].flatMap((source) => failures.map((fault) => [source, fault, query] as const)),
  );

  test.each(runs)("%s %s: %s", async (source, fault, query) => {
    const healthy = await world.ask(query);
    expect(healthy.body.errors).toBeUndefined();
    world.sources[source]!.rules.fault = faults[fault];
    const { body } = await world.ask(query);
    const missing = nulledPlaces(healthy.body.data, body.data);
    const named = (body.errors ?? []).map(({ path }: { path: unknown }) => JSON.stringify(path));
    expect([...named].sort()).toEqual([...missing].sort());
    for (const { extensions } of body.errors ?? []) expect(extensions.source).toBe(source);
  });
});
