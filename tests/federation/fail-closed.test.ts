import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { HOP_SCHEME } from "../../kit/hop-token.ts";
import { signHop } from "../../kit/sign-hop.ts";
import { loadSigningKey, type SigningKey } from "../../kit/signing-key.ts";
import { organizations, people } from "../../scripts/development/world.ts";
import { careAndConsent } from "../../scripts/journey/care-and-consent.ts";
import type { Answer } from "../../scripts/journey/hub-client.ts";
import { play } from "../../scripts/journey/steps.ts";
import { newStory, SEARCH, type Story } from "../../scripts/journey/story.ts";
import { type Fault, faults, startFaultyPeer } from "../support/faulty-peer.ts";
import { openTestHub, type TestHub } from "../support/open-test-hub.ts";
import { fingerprintOf, storedValuesOf } from "../support/stored-values.ts";

/** Roads of different people to what other organisations hold; none may show anything while consent cannot be verified. */
const questions = (story: Story): [string, string, Record<string, unknown>][] => [
  [
    "karim",
    "query ($id: ID!) { employmentContract(id: $id) { planExtract { text contentHash } } }",
    { id: story.person.contract },
  ],
  ["karim", "{ planProposals(first: 10) { totalCount edges { node { text } } } }", {}],
  ["karim", "query ($id: ID!) { person(id: $id) { givenName familyName } }", { id: story.person.id }],
  ["claire", "query ($id: ID!) { prescription(id: $id) { status reasons note } }", { id: story.prescription }],
  [
    "amina",
    "{ me { givenName consents { state } employmentContracts { kind } healthSupports { diagnoses { summary } } } }",
    {},
  ],
];

/** The gateway's own: a test puts another in its place. */
const gatewayKey = await loadSigningKey();

let hub: TestHub;
let story: Story;
let values: Set<string>;
let closePeer: () => Promise<void> = async () => {};
const sound: Record<string, string> = {};

beforeAll(async () => {
  hub = await openTestHub({ withDirectory: true, signingKey: gatewayKey });
  story = newStory(hub.ask);
  await play(careAndConsent, story, () => undefined);
  values = await storedValuesOf(hub, people.amina);
  Object.assign(sound, hub.peers);
}, 120_000);
afterEach(async () => {
  Object.assign(hub.peers, sound);
  await closePeer();
  closePeer = async () => {};
});
afterAll(() => hub?.close());

/** Puts a process that fails in the place of a sound one; "is stopped" means that nobody listens. */
async function breakPeer(name: string, fault: Fault | "is stopped", paths: readonly string[] = []): Promise<void> {
  const peer = await startFaultyPeer(fault === "is stopped" ? "answers 500" : fault, sound[name]!, paths);
  closePeer = peer.close;
  hub.peers[name] = peer.url;
  if (fault === "is stopped") await peer.close();
  if (fault === "is stopped") closePeer = async () => {};
}

const everyFault = ["is stopped", ...Object.keys(faults)] as (Fault | "is stopped")[];
const tracesIn = (body: string, sent: object) =>
  [...values].filter((value) => !Object.values(sent).includes(value) && body.includes(value));
const innards = /127\.0\.0\.1|localhost|\w:\d{4,5}\b|\.[jt]s\b|node_modules|ECONN|secret|PeerUnavailable/;

function expectNothing({ data, errors, body }: Answer, sent: object): void {
  expect(tracesIn(body, sent)).toEqual([]);
  expect(body).not.toMatch(innards);
  expect(isEmpty(data)).toBe(true);
  expect(errors?.length).toBeGreaterThan(0);
  for (const { extensions, path } of errors!) {
    expect(extensions.code).toBe("CONSENT_UNVERIFIABLE");
    expect(path).toBeDefined();
  }
}

/** Null, or an object that holds nothing but nulls and empty pages. */
function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  return typeof value === "object" && Object.values(value).every(isEmpty);
}

it("while all is sound, each of these questions shows something", async () => {
  for (const [name, query, variables] of questions(story)) {
    const { data, errors, body } = await hub.ask(name, query, variables);
    expect([query, errors, isEmpty(data)]).toEqual([query, undefined, false]);
    expect(tracesIn(body, variables).length > 0 || body.includes("ACCEPTED") || body.includes("IN_PROGRESS")).toBe(
      true,
    );
  }
});

describe.each(everyFault)("when the registry %s", (fault) => {
  it("no value of another organisation is shown, and each loss is told as unverifiable", async () => {
    await breakPeer("consent", fault);
    const answers = await Promise.all(
      questions(story).map(async ([name, query, variables]) => ({
        variables,
        answer: await hub.ask(name, query, variables),
      })),
    );
    for (const { variables, answer } of answers) expectNothing(answer, variables);
  });

  it("the gateway says that all is served but what needs a consent", async () => {
    await breakPeer("consent", fault);
    const ready = await fetch(`${hub.url}/ready`);
    const report = await ready.json();
    expect([ready.status, report]).toMatchObject([200, { status: "degraded", degraded: ["consent"] }]);
    expect(report.checks.registry.reason).toMatch(/^REGISTRY_(DOWN|SLOW)$/);
  });

  it("the directory is still served", async () => {
    await breakPeer("consent", fault);
    const { data, errors } = await hub.ask("claire", SEARCH);
    expect(errors).toBeUndefined();
    expect(data.careOffers.edges).toHaveLength(3);
  });

  it.each([
    ["decisions", "/decisions"],
    ["fence", "/fence"],
  ])("no value is shown either when it fails in its %s alone", async (_, path) => {
    await breakPeer("consent", fault === "is stopped" ? "answers 500" : fault, [path]);
    // The registry decides itself about what it holds, and fences that too.
    const isConcerned = (query: string) => path === "/fence" || !query.includes("person(id");
    const asked = questions(story).filter(([name, query]) => name !== "amina" && isConcerned(query));
    const answers = await Promise.all(
      asked.map(async ([name, query, variables]) => ({ variables, answer: await hub.ask(name, query, variables) })),
    );
    for (const { variables, answer } of answers) expectNothing(answer, variables);
  });
});

describe("when the key of a process is rotated", () => {
  const KEYS = "/.well-known/jwks.json";

  /** In the place of a sound process, one whose published key is not the one it signs with. */
  async function publishAnotherKeyOf(name: string): Promise<void> {
    const { publicJwk } = await loadSigningKey();
    const fault = (response: ServerResponse) =>
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ keys: [publicJwk] }));
    const peer = await startFaultyPeer(fault, sound[name]!, [KEYS]);
    closePeer = peer.close;
    hub.peers[name] = peer.url;
  }
  const isBehind: Record<string, (query: string) => boolean> = {
    gateway: () => true,
    "health-access": (query) => /planExtract|planProposals/.test(query),
    "social-services": (query) => query.includes("prescription("),
  };

  it.each(Object.keys(isBehind))(
    "nothing is shown on the word of a %s whose key is not published yet",
    async (name) => {
      await publishAnotherKeyOf(name);
      for (const [who, query, variables] of questions(story).filter(([, query]) => isBehind[name]!(query)))
        expectNothing(await hub.ask(who, query, variables), variables);
    },
  );

  it("each answer is whole or holds nothing, and soon they are whole again", async () => {
    const [[who, query, variables]] = questions(story) as [[string, string, Record<string, unknown>]];
    const before = await hub.ask(who, query, variables);
    Object.assign(gatewayKey, await loadSigningKey());
    let isWhole = false;
    for (let asked = 0; asked < 40 && !isWhole; asked += 1) {
      const answer = await hub.ask(who, query, variables);
      isWhole = answer.errors === undefined;
      if (isWhole) expect(answer.data).toEqual(before.data);
      else expectNothing(answer, variables);
      if (!isWhole) await pause(250);
    }
    expect(isWhole).toBe(true);
  });

  it("what the old key signed is refused from then on", async () => {
    const oldKey = { ...gatewayKey };
    Object.assign(gatewayKey, await loadSigningKey());
    const statusOf = async (key: SigningKey) => {
      const body = JSON.stringify({ query: "{ __typename }" });
      const hop = { issuer: "gateway", audience: "health-access", viewer: null, requestId: randomUUID(), body };
      const headers = {
        "content-type": "application/json",
        authorization: `${HOP_SCHEME} ${await signHop(key, hop)}`,
      };
      return (await fetch(`${hub.peers["health-access"]}/graphql`, { method: "POST", headers, body })).status;
    };
    let status = 0;
    for (let asked = 0; asked < 40 && status !== 200; asked += 1) {
      status = await statusOf(gatewayKey);
      if (status !== 200) await pause(250);
    }
    expect([status, await statusOf(oldKey)]).toEqual([200, 401]);
  });
});

it.each([
  ["in its decisions alone", ["/decisions"]],
  ["in everything", []],
])("nothing is linked or sent while the registry fails %s, and it is told why", async (_what, paths) => {
  const { person, extract } = story;
  const changes: [string, string][] = [
    [
      "karim",
      `mutation { linkPlanExtract(input: { contract: "${person.contract}", planExtract: "${extract.id}", contentHash: "${extract.contentHash}" }) { employmentContract { id } userErrors { code } } }`,
    ],
    [
      "claire",
      `mutation { transmitPlanExtract(input: { planExtract: "${extract.id}", recipientOrganization: "${organizations.insertionDoubs}" }) { planTransmission { id } userErrors { code } } }`,
    ],
  ];
  const before = await fingerprintOf(hub);
  await breakPeer("consent", "answers 500", paths);
  for (const [name, mutation] of changes)
    expectNothing(await hub.ask(name, mutation), { contract: person.contract, extract: extract.id });
  expect(await fingerprintOf(hub)).toEqual(before);
});

describe.each(["social-services", "health-access", "employment-contracts", "resource-directory"])(
  "when %s is stopped",
  (name) => {
    const query = `query ($id: ID!) {
    person(id: $id) { givenName employmentContracts { kind planExtract { contentHash } } healthSupports { status } socialFiles { openedOn } prescriptions { status } }
    communes(search: "Besan", first: 1) { name }
  }`;

    it("the others' fields are served, and each lost one is told once by its path", async () => {
      const whole = await hub.ask("karim", query, { id: story.person.id });
      expect(whole.errors).toBeUndefined();
      await breakPeer(name, "is stopped");
      const { data, errors = [], body } = await hub.ask("karim", query, { id: story.person.id });
      expect(body).not.toMatch(innards);
      expect(errors.length).toBeGreaterThan(0);
      for (const { extensions } of errors)
        expect(extensions).toMatchObject({ code: "SOURCE_UNAVAILABLE", source: name });
      const paths = errors.map(({ path }) => JSON.stringify(path));
      expect(new Set(paths).size).toBe(paths.length);
      // Every difference from the whole answer stands at one of the paths told, and every path told is a difference or a null.
      expect(differences(whole.data, data).every((place) => paths.includes(JSON.stringify(place)))).toBe(true);
      for (const { path } of errors) expect(at(data, path!)).toBeNull();
    });
  },
);

type Path = (string | number)[];

/** Where two answers of the same shape differ; a null in the second covers all that is below. */
function differences(whole: unknown, part: unknown, path: Path = []): Path[] {
  if (typeof whole !== "object" || whole === null || part === null) return Object.is(whole, part) ? [] : [path];
  return Object.entries(whole).flatMap(([key, value]) =>
    differences(value, (part as Record<string, unknown>)[key], [...path, Array.isArray(whole) ? Number(key) : key]),
  );
}

const at = (data: unknown, path: readonly (string | number)[]) =>
  path.reduce<unknown>((value, key) => (value as Record<string | number, unknown>)?.[key], data);
