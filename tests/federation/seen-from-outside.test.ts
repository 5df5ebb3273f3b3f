import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createLogger } from "../../kit/logger.ts";
import { tracerTo } from "../../kit/tracer-to.ts";
import { cast } from "../../scripts/development/cast.ts";
import { contracts, people } from "../../scripts/development/world.ts";
import { careAndConsent } from "../../scripts/journey/care-and-consent.ts";
import { play } from "../../scripts/journey/steps.ts";
import { newStory } from "../../scripts/journey/story.ts";
import { startFaultyPeer } from "../support/faulty-peer.ts";
import { openTestHub, type TestHub } from "../support/open-test-hub.ts";
import { type ReceivedSpan, startCollector } from "../support/otlp-collector.ts";
import { storedValuesOf } from "../support/stored-values.ts";

const PAGE = "{ employmentContracts(first: 5) { edges { node { kind person { givenName } planExtract { text } } } } }";

let hub: TestHub;
let collector: Awaited<ReturnType<typeof startCollector>>;
const lines: string[] = [];
/** Everything that could tell somebody apart. */
const telling = new Set<string>();
/** The request whose trace is looked at. */
let requestId = "";

beforeAll(async () => {
  collector = await startCollector();
  const tracers = new Map(
    await Promise.all(
      ["gateway", "consent", "social-services", "health-access", "employment-contracts", "resource-directory"].map(
        async (name) => [name, await tracerTo(collector.url, name)] as const,
      ),
    ),
  );
  hub = await openTestHub({
    withDirectory: true,
    telling: {
      loggerOf: (name) => createLogger(name, "debug", { write: (line) => void lines.push(line) }),
      tracerOf: (name) => tracers.get(name)!,
      metrics: { host: "127.0.0.1", port: 0 },
    },
  });
  await play(careAndConsent, newStory(hub.ask), () => undefined);
  await gatherTellingValues();
  requestId = JSON.parse((await hub.ask("karim", PAGE)).body).extensions.requestId;
  await askBadly();
  await askWhileSourcesFail();
  const { body } = await hub.ask("leo", "{ viewer { roles } }");
  await untilTraced(JSON.parse(body).extensions.requestId);
}, 120_000);
afterAll(async () => {
  await hub?.close();
  await collector?.close();
});

async function gatherTellingValues(): Promise<void> {
  for (const person of Object.values(people)) {
    for (const value of await storedValuesOf(hub, person)) telling.add(value);
    telling.add(person);
  }
  for (const { name, fullName } of cast) {
    telling.add(`development|${name}`);
    telling.add(fullName.split(" ")[0]!);
    for (const piece of (await hub.tokenOf(name)).split(".")) telling.add(piece);
  }
  for (const { row } of await hub.sql("consent", "select to_jsonb(p) as row from professional p"))
    for (const value of Object.values(row)) if (typeof value === "string") telling.add(value);
  for (const text of ["Zéphyrine", "zephyrine@example.fr", "+33611223344", "1987-03-21", "287032501200145"])
    telling.add(text);
}

/** Every way of being refused, each with values of somebody in places where an unwary log would pick them up. */
async function askBadly(): Promise<void> {
  const id = people.bruno;
  await hub.ask("paul", "query ($id: ID!) { employmentContract(id: $id) { kind planExtract { text } } }", {
    id: contracts.bruno,
  });
  await hub.ask("paul", `{ person(id: "${id}") { givenName familyName } }`);
  await hub.ask("karim", `{ person(id: "${id}" { givenName } } # Zéphyrine 287032501200145`);
  await hub.ask("karim", `{ person(id: "${id}") { zephyrine(phone: "+33611223344") } }`);
  await hub.ask("karim", "query Zéphyrine { viewer { roles } }");
  await hub.ask("karim", "query ($id: Int!) { person(id: $id) { id } }", { id: "zephyrine@example.fr" });
  await hub.ask("karim", "query ($d: Date!) { employmentContracts(endsBefore: $d) { totalCount } }", {
    d: "1987-03-21",
  });
  await hub.ask(
    "claire",
    `mutation { recordDiagnosis(input: { supportId: "${id}", summary: "Zéphyrine" }) { userErrors { code } } }`,
  );
  const send = (headers: Record<string, string>, body = "{}") =>
    fetch(hub.endpoint, { method: "POST", headers: { "content-type": "application/json", ...headers }, body });
  await send({ authorization: `Bearer ${await hub.tokenOf("karim")}x` });
  await send({ authorization: "Bearer zephyrine@example.fr", "x-request-id": "Zephyrine", cookie: "who=Zephyrine" });
  await send(
    { authorization: `Bearer ${await hub.tokenOf("karim")}`, "passerelle-organization": id },
    '{"query":"{viewer{roles}}"}',
  );
  await fetch(`${hub.url}/person/${id}?name=Zephyrine`, { method: "POST", body: "Zephyrine" });
}

async function askWhileSourcesFail(): Promise<void> {
  const sound = { ...hub.peers };
  for (const name of ["consent", "health-access", "employment-contracts"]) {
    for (const fault of ["answers 500", "answers junk", "answers with words"] as const) {
      const peer = await startFaultyPeer(fault, sound[name]!);
      hub.peers[name] = peer.url;
      await hub.ask("karim", PAGE);
      hub.peers[name] = sound[name]!;
      await peer.close();
    }
  }
}

/** Traces leave each process in batches: the last of a request to end are its own span and what the registry did last. */
async function untilTraced(id: string): Promise<void> {
  const isThere = () => {
    const spans = collector.spans();
    const root = spans.find(({ name, facts }) => name === "request" && facts.requestId === id);
    return root && spans.some(({ traceId, facts }) => traceId === root.traceId && facts.route === "/fence");
  };
  for (let tries = 0; tries < 200 && !isThere(); tries += 1) await pause(100);
}

const tellingIn = (text: string) => [...telling].filter((value) => value.length > 3 && text.includes(value));
const metricsOf = async (name: string) => (await fetch(hub.metricsUrls[name]!)).text();

describe("nothing of anybody is seen from outside", () => {
  it("values of people are known to look for", () => {
    expect(telling.size).toBeGreaterThan(50);
  });

  it("in the log of no process", () => {
    expect(lines.length).toBeGreaterThan(100);
    expect(lines.filter((line) => tellingIn(line).length > 0)).toEqual([]);
  });

  it("in no trace", () => {
    expect(collector.spans().length).toBeGreaterThan(100);
    expect(collector.received.flatMap(tellingIn)).toEqual([]);
  });

  it.each(["gateway", "consent", "social-services", "health-access", "employment-contracts", "resource-directory"])(
    "in the metrics of %s",
    async (name) => {
      const text = await metricsOf(name);
      expect(text).toMatch(/nodejs_eventloop_lag_seconds/);
      expect(tellingIn(text)).toEqual([]);
    },
  );
});

describe("one request is found everywhere by its number", () => {
  it("each process it reached wrote one line for each time it was asked", () => {
    const found = lines.map((line) => JSON.parse(line)).filter((line) => line.requestId === requestId);
    const told = found.map(({ process, msg, route }) => `${process} ${route ?? msg}`).sort();
    expect(told).toEqual([
      "consent /decisions",
      "consent /fence",
      "consent /graphql",
      "consent /viewer",
      "employment-contracts /graphql",
      "gateway request",
      "health-access /graphql",
    ]);
    const contractsLine = found.find((line) => line.process === "employment-contracts");
    expect(contractsLine).toMatchObject({ status: 200, statements: expect.any(Number) });
    expect(contractsLine.statements).toBeGreaterThan(0);
  });

  /** A span with what is within it, as lines. */
  function treeOf(span: ReceivedSpan, all: readonly ReceivedSpan[], depth = 0): string[] {
    const { process, name, facts } = span;
    const inner = all.filter(({ parentSpanId }) => parentSpanId === span.spanId);
    const words = [process, name, facts.source ?? facts.route].filter((word) => word !== undefined);
    const lines = inner
      .flatMap((one) => [treeOf(one, all, depth + 1)])
      .sort((one, other) => (one[0]! < other[0]! ? -1 : 1));
    return [`${"  ".repeat(depth)}${words.join(" ")}`, ...lines.flat()];
  }

  it("its trace leads from the client's request to the statements of each source", () => {
    const root = collector.spans().find(({ name, facts }) => name === "request" && facts.requestId === requestId)!;
    const trace = collector.spans().filter(({ traceId }) => traceId === root.traceId);
    expect(treeOf(root, trace)).toEqual([
      "gateway request /graphql",
      "  gateway admission",
      "    consent hop /viewer",
      "  gateway authentication",
      "  gateway document",
      "  gateway fence",
      "    consent hop /fence",
      "  gateway plan",
      "  gateway run",
      "    gateway source consent",
      "      consent hop /graphql",
      "    gateway source employment-contracts",
      "      employment-contracts hop /graphql",
      "    gateway source health-access",
      "      health-access hop /graphql",
      "        consent hop /decisions",
    ]);
    const source = trace.find(({ name, facts }) => name === "source" && facts.source === "health-access")!;
    expect(source.facts).toMatchObject({ attempt: 1, outcome: "answered", isMutation: false });
    expect(Number(source.facts.bytes)).toBeGreaterThan(10);
    const hop = trace.find(({ process, facts }) => process === "employment-contracts" && facts.route === "/graphql")!;
    expect(Number(hop.facts.statements)).toBeGreaterThan(0);
  });

  it("a span says what a closed list lets it say, and no more", () => {
    const keys = new Set(collector.spans().flatMap(({ facts }) => Object.keys(facts)));
    expect([...keys].sort()).toEqual([
      "attempt",
      "bytes",
      "decisions.permitted",
      "decisions.refused",
      "decisions.unanswered",
      "error.type",
      "isCutOff",
      "isMutation",
      "operation",
      "outcome",
      "requestId",
      "route",
      "source",
      "statements",
      "status",
    ]);
  });
});

describe("an explanation, before anything is run", () => {
  const explain = async (person: string, query: string, variables: object = {}) => {
    const response = await fetch(`${hub.url}/explain`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${await hub.tokenOf(person)}` },
      body: JSON.stringify({ query, variables }),
    });
    // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the hub answers
    return { status: response.status, body: (await response.json()) as any };
  };
  const inWords = ({ source, category, purpose, coordinates }: Record<string, unknown>) =>
    `${source} ${category} ${purpose} ${(coordinates as string[]).join(",")}`;
  /** What the registry was really asked in one request, from its log. */
  const askedIn = async (id: string) => {
    const rows = await hub.sql(
      "consent",
      "select distinct asked_by as source, category, purpose, coordinates from decision_record where request_id = ?",
      [id],
    );
    return rows.map((row) => inWords({ ...row, coordinates: [...row.coordinates].sort() })).sort();
  };

  const cases: [string, string, string, object, string[]][] = [
    ["an operation as it is written", "karim", PAGE, {}, ["employment-contracts 1", "consent 2", "health-access 2"]],
    [
      "fragments, aliases and a variable that leaves something in",
      "karim",
      `query ($isWanted: Boolean = true) { mine: employmentContracts(first: 5) { edges { node { ...Terms } } } }
       fragment Terms on EmploymentContract { what: kind who: person { first: givenName } ... on EmploymentContract @include(if: $isWanted) { planExtract { text lines { label } } } }`,
      {},
      ["employment-contracts 1", "consent 2", "health-access 2"],
    ],
    [
      "a variable that leaves something out",
      "karim",
      "query ($isWanted: Boolean!) { employmentContracts(first: 5) { edges { node { kind planExtract @include(if: $isWanted) { text } } } } }",
      { isWanted: false },
      ["employment-contracts 1"],
    ],
    [
      "someone else's contract, which is refused when it is run",
      "paul",
      "query ($id: ID!) { employmentContract(id: $id) { kind endsOn person { familyName } } }",
      { id: contracts.bruno },
      ["employment-contracts 1", "consent 2"],
    ],
    [
      "care that is open to all",
      "leo",
      '{ communes(search: "pontarl", first: 1) { code name } }',
      {},
      ["resource-directory 1"],
    ],
  ];

  it.each(cases)("lists the sources and the very rules of %s", async (_title, person, query, variables, fetches) => {
    const { status, body } = await explain(person, query, variables);
    expect([status, body.errors]).toEqual([200, undefined]);
    const { explanation } = body;
    const listed = explanation.fetches.map(
      ({ source, stage }: { source: string; stage: number }) => `${source} ${stage}`,
    );
    expect(listed.sort()).toEqual([...fetches].sort());
    const { extensions } = JSON.parse((await hub.ask(person, query, variables as Record<string, unknown>)).body);
    const asked = await askedIn(extensions.requestId);
    expect(explanation.rules.map(inWords)).toEqual(expect.arrayContaining(asked));
    const ofAsked = explanation.rules.filter(({ source }: { source: string }) =>
      asked.some((one) => one.startsWith(`${source} `)),
    );
    expect(ofAsked.map(inWords).sort()).toEqual(asked);
  });

  it("says in the client's own names where each part of the answer comes from", async () => {
    const { body } = await explain("karim", cases[1]![2]);
    expect(body.explanation.fetches).toEqual(
      expect.arrayContaining([
        { stage: 1, source: "employment-contracts", path: [], isChange: false },
        { stage: 2, source: "consent", path: ["mine", "edges", "@", "node", "who"], isChange: false },
      ]),
    );
    expect(body.explanation.limits.aliases).toEqual({ used: 4, limit: 30 });
  });

  it("asks no source and the registry for nothing but who asks", async () => {
    const { body } = await explain("karim", PAGE);
    const told = lines.map((line) => JSON.parse(line)).filter((line) => line.requestId === body.extensions.requestId);
    expect(told.map(({ process, route, msg }) => `${process} ${route ?? msg}`).sort()).toEqual([
      "consent /viewer",
      "gateway request",
    ]);
    expect(await askedIn(body.extensions.requestId)).toEqual([]);
  });

  it("explains a change without making it", async () => {
    const before = await hub.sql("health-access", "select id, status from health_support");
    const query =
      "mutation ($input: EndHealthSupportInput!) { endHealthSupport(input: $input) { userErrors { code } } }";
    const input = { healthSupport: before[0].id, outcome: "GOALS_PARTLY_REACHED" };
    const { body } = await explain("claire", query, { input });
    expect(body.errors ?? body.explanation.fetches).toEqual([
      { stage: 1, source: "health-access", path: [], isChange: true },
    ]);
    expect(await hub.sql("health-access", "select id, status from health_support")).toEqual(before);
  });

  it.each([
    ["a field that does not exist", "{ viewer { secret } }", {}, 400, "BAD_USER_INPUT"],
    ["a syntax error", "{ viewer", {}, 400, "BAD_USER_INPUT"],
    [
      "a variable that does not fit",
      "query ($n: Int!) { employmentContracts(first: $n) { totalCount } }",
      { n: "x" },
      400,
      "BAD_USER_INPUT",
    ],
    ["a list that is too long", "{ employmentContracts(first: 101) { totalCount } }", {}, 400, "TOO_COMPLEX"],
  ])("refuses %s as running it would be", async (_title, query, variables, status, code) => {
    const explained = await explain("karim", query, variables);
    expect([explained.status, explained.body.errors[0].extensions.code]).toEqual([status, code]);
    expect(explained.body.explanation).toBeUndefined();
    const run = JSON.parse((await hub.ask("karim", query, variables as Record<string, unknown>)).body);
    expect(explained.body.errors[0].message).toBe(run.errors[0].message);
  });

  it("is given to nobody without a token", async () => {
    const body = JSON.stringify({ query: "{ viewer { roles } }" });
    const answer = await fetch(`${hub.url}/explain`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    expect(answer.status).toBe(401);
  });
});
