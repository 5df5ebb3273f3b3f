import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { print } from "graphql";
import { type HiveTransport, hiveHops } from "../../gateway/elsewhere/hive-gateway.ts";
import { signHop } from "../../kit/sign-hop.ts";
import { loadSigningKey, type SigningKey } from "../../kit/signing-key.ts";
import type { Viewer } from "../../kit/viewer.ts";
import { DEVELOPMENT_AUDIENCE } from "../../scripts/development/issuer-configuration.ts";
import { contracts, people } from "../../scripts/development/world.ts";
import { careAndConsent } from "../../scripts/journey/care-and-consent.ts";
import { type Answer, type Ask, createAsk } from "../../scripts/journey/hub-client.ts";
import { play } from "../../scripts/journey/steps.ts";
import { newStory, today } from "../../scripts/journey/story.ts";
import { playStoredOperations } from "../schema/support/play-stored-operations.ts";
import { openTestHub, type TestHub } from "../support/open-test-hub.ts";
import { queriesOf } from "../support/road-queries.ts";
import { readTypeGraph, roadsFrom } from "../support/schema-roads.ts";
import { storedValuesOf } from "../support/stored-values.ts";
import { karim } from "../support/viewers.ts";
import { askAgain } from "./support/ask-again.ts";
import { type OpenHive, openHive } from "./support/open-hive.ts";

// A whole story a test, on a machine that may have other things to do.
jest.setTimeout(120_000);

const planners = ["javascript", "rust"] as const;
type Planner = (typeof planners)[number];

/** The hub's own gateway and two of Hive, over the same subgraphs and with one key, as copies of a gateway have. */
let hub: TestHub;
let askHub: Ask;
let signingKey: SigningKey;
const hives = {} as Record<Planner, OpenHive>;
const asks = {} as Record<Planner, Ask>;

beforeAll(async () => {
  signingKey = await loadSigningKey();
  hub = await openTestHub({ withDirectory: true, signingKey });
  askHub = askAgain(hub.ask);
  for (const planner of planners) {
    hives[planner] = await openHive(planner, newHops());
    asks[planner] = askAgain(createAsk({ ...hub, endpoint: hives[planner].endpoint }));
  }
});
afterAll(async () => {
  for (const hive of Object.values(hives)) await hive.close();
  await hub?.close();
});

const newHops = () =>
  hiveHops({
    peers: hub.peers,
    issuers: [{ alias: "development", url: hub.issuerUrl }],
    audience: DEVELOPMENT_AUDIENCE,
    signingKey,
  });

/** What an answer tells, whenever it was made: a receipt names the second it was issued in. */
const told = (data: unknown): unknown =>
  JSON.parse(JSON.stringify(data ?? null, (key, value) => (key === "receipt" ? typeof value : value)));

const askPlanners = (who: string, query: string, variables?: Record<string, unknown>) =>
  Promise.all(planners.map(async (planner) => told((await asks[planner](who, query, variables)).data)));

describe("asked through Hive Gateway, each stored operation", () => {
  let turn = 0;
  const timesAsked = new Map<string, number>();
  /** A query is asked everywhere and must be answered alike; a mutation goes to one planner, then to the other. */
  playStoredOperations(async (who, query, variables) => {
    if (/^\s*mutation/m.test(query)) return asks[planners[turn++ % planners.length]!](who, query, variables);
    const expected = await askHub(who, query, variables);
    const times = (timesAsked.get(query) ?? 0) + 1;
    timesAsked.set(query, times);
    // One of them walks through many pages that differ in nothing but their rows.
    if (times > 3) return expected;
    let again = expected;
    let found = await askPlanners(who, query, variables);
    // Events arrive in between, as those of an erasure do, one source after another.
    for (let tries = 0; tries < 20 && !found.every((data) => isDeepStrictEqual(data, told(again.data))); tries++) {
      await pause(250);
      again = await askHub(who, query, variables);
      found = await askPlanners(who, query, variables);
    }
    for (const [index, data] of found.entries())
      expect({ planner: planners[index], query, data }).toEqual({
        planner: planners[index],
        query,
        data: told(again.data),
      });
    return again;
  });
});

/**
 * Roads that begin alike are put into operations of their own: of a list selected twice, the planner in Rust answers
 * the items of both selections one after the other.
 */
const queries = (() => {
  const beginnings = Map.groupBy(
    roadsFrom(readTypeGraph("api", "supergraph"), "Query", 2),
    ({ steps }) => steps[0]!.field,
  );
  const longest = Math.max(...[...beginnings.values()].map((roads) => roads.length));
  return Array.from({ length: longest }, (_, row) =>
    [...beginnings.values()].flatMap((roads) => roads.slice(row, row + 1)),
  ).flatMap((roads) => queriesOf(roads, "plain"));
})();

test("on every road of the schema a person finds through Hive Gateway what the hub gives her, and an outsider nothing", async () => {
  const story = newStory(asks.javascript, "bruno");
  await play(careAndConsent, story, () => undefined);
  const ids = {
    person: story.person.id,
    employmentContract: story.person.contract,
    healthSupport: story.support,
    prescription: story.prescription,
    consent: story.consent,
  };
  const values = await storedValuesOf(hub, people.bruno);
  let found = 0;
  for (const { query } of queries) {
    const used = Object.fromEntries(Object.entries(ids).filter(([name]) => query.includes(`$${name}`)));
    const hers = [...values].filter((value) => !Object.values(used).includes(value));
    const own = (await askHub("bruno", query, used)).data;
    found += hers.filter((value) => JSON.stringify(own).includes(value)).length;
    for (const planner of planners) {
      const [bruno, paul] = await Promise.all([
        asks[planner]("bruno", query, used),
        asks[planner]("paul", query, used),
      ]);
      expect({ planner, query, data: told(bruno.data) }).toEqual({ planner, query, data: told(own) });
      expect({ query, told: hers.filter((value) => paul.body.includes(value)) }).toEqual({ query, told: [] });
    }
  }
  expect(found).toBeGreaterThan(20);
});

describe("the subgraphs behind Hive Gateway", () => {
  const CONTRACT = "query ($id: ID!) { employmentContract(id: $id) { kind } organizations { name } }";
  /** How a gateway of somebody else's making would sign what it sends. */
  let tokenFor: (source: string, body: string) => Promise<string | undefined>;
  const signed = (viewer: Viewer | null, key: SigningKey) => async (audience: string, body: string) =>
    signHop(key, { issuer: "gateway", audience, viewer, requestId: "test", body });
  let hive: OpenHive;
  beforeAll(async () => {
    const getSubgraphExecutor: HiveTransport["getSubgraphExecutor"] =
      ({ subgraphName }) =>
      async ({ document, variables }) => {
        const body = JSON.stringify({ query: print(document), variables });
        const token = await tokenFor(subgraphName, body);
        const headers = { "content-type": "application/json", ...(token ? { authorization: `Hub ${token}` } : {}) };
        const answer = await fetch(`${hub.peers[subgraphName]}/graphql`, { method: "POST", headers, body });
        return { data: null, ...((await answer.json()) as object) } as never;
      };
    hive = await openHive("javascript", { ...newHops(), transports: { http: { getSubgraphExecutor } } });
  });
  afterAll(() => hive?.close());
  const askContract = async () => {
    const { data } = await askAgain(createAsk({ ...hub, endpoint: hive.endpoint }))("karim", CONTRACT, {
      id: contracts.bruno,
    });
    return { kind: data?.employmentContract?.kind, isPublicServed: Array.isArray(data?.organizations) };
  };

  test("answer a gateway that signs with its key for whom it asks", async () => {
    tokenFor = signed(karim, signingKey);
    expect(await askContract()).toEqual({ kind: "CONTRAT_ENGAGEMENT", isPublicServed: true });
  });

  test("refuse a gateway that signs nothing, or with a key that is not the gateway's", async () => {
    tokenFor = async () => undefined;
    expect(await askContract()).toEqual({ kind: undefined, isPublicServed: false });
    tokenFor = signed(karim, await loadSigningKey());
    expect(await askContract()).toEqual({ kind: undefined, isPublicServed: false });
  });

  test("give nothing personal to a gateway that forgets whom it asks for", async () => {
    tokenFor = signed(null, signingKey);
    expect((await askContract()).kind).toBeUndefined();
  });

  test("are not asked while the registry cannot say who asks", async () => {
    const sound = hub.peers.consent!;
    hub.peers.consent = "http://127.0.0.1:9";
    for (const list of Object.values(hub.statements)) list.length = 0;
    const answer = await fetch(hives.javascript.endpoint, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${await hub.tokenOf("karim")}` },
      body: JSON.stringify({ query: CONTRACT, variables: { id: contracts.bruno } }),
    });
    hub.peers.consent = sound;
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "2"]);
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: "SOURCE_UNAVAILABLE" } }] });
    expect(hub.statements["employment-contracts"]).toEqual([]);
  });
});

describe.each(planners)("through Hive Gateway, planning in %s,", (planner) => {
  const ask: Ask = (...question) => asks[planner](...question);

  test("two people who ask the same at the same moment each get their own answer", async () => {
    const question = [
      "query ($id: ID!) { employmentContract(id: $id) { kind person { givenName } } }",
      { id: contracts.bruno },
    ] as const;
    const both = Array.from({ length: 10 }, () => [ask("karim", ...question), ask("paul", ...question)]).flat();
    const answers = await Promise.all(both);
    // What sources tell the hub's own gateway besides data goes no further here either.
    for (const { body } of answers) expect(body).not.toContain("grounds");
    expect(answers.map(({ data }) => data.employmentContract?.kind ?? null)).toEqual(
      answers.map((_, index) => (index % 2 === 0 ? "CONTRAT_ENGAGEMENT" : null)),
    );
  });

  test("a source that is down costs its fields, in the hub's code and in the client's language", async () => {
    const sound = hub.peers["health-access"]!;
    hub.peers["health-access"] = "http://127.0.0.1:9";
    const headers = {
      "content-type": "application/json",
      "accept-language": "fr",
      authorization: `Bearer ${await hub.tokenOf("bruno")}`,
    };
    const body = JSON.stringify({ query: "{ me { id planExtracts { id } } }" });
    const [here, there] = await Promise.all(
      [hub.endpoint, hives[planner].endpoint].map(async (endpoint) => {
        const answer = await fetch(endpoint, { method: "POST", headers, body });
        const { data, errors } = (await answer.json()) as Pick<Answer, "data" | "errors">;
        return { data, errors: errors?.map(({ message, extensions: { code } }) => ({ message, code })) };
      }),
    );
    hub.peers["health-access"] = sound;
    expect(here!.errors).toMatchObject([{ code: "SOURCE_UNAVAILABLE" }]);
    expect(there).toEqual(here);
  });

  test("a change sent again through the hub's own gateway, under the same key, is the one already made", async () => {
    const [{ id: healthSupport }] = await hub.sql(
      "health-access",
      "select id from health_support where person_id = ?",
      [people.bruno],
    );
    const key = randomUUID();
    const record = async (endpoint: string, minutes: number) => {
      const query = `mutation ($input: RecordSupportActInput!) { recordSupportAct(input: $input) { supportAct { id } userErrors { code } } }`;
      const input = { healthSupport, kind: "HOME_VISIT", minutes, heldOn: today() };
      const headers = {
        "content-type": "application/json",
        "idempotency-key": key,
        authorization: `Bearer ${await hub.tokenOf("claire")}`,
      };
      const answer = await fetch(endpoint, {
        method: "POST",
        headers,
        body: JSON.stringify({ query, variables: { input } }),
      });
      return (await answer.json()) as Answer;
    };
    const made = await record(hives[planner].endpoint, 30);
    expect(made.data.recordSupportAct.supportAct.id).toEqual(expect.any(String));
    expect((await record(hub.endpoint, 30)).data).toEqual(made.data);
    const [error] = (await record(hives[planner].endpoint, 45)).errors!;
    expect(error!.extensions.code).toBe("IDEMPOTENCY_MISMATCH");
  });

  test("a token the hub refuses is refused in the same words", async () => {
    const sound = await hub.tokenOf("karim");
    const offered = [
      [],
      ["Bearer x"],
      ["Basic YTpi"],
      [`Hub ${sound}`],
      [`Bearer ${sound}x`],
      [`Bearer ${sound}`, `Bearer ${sound}`],
    ];
    for (const lines of offered) {
      const [here, there] = await Promise.all([sendRaw(hub.url, lines), sendRaw(hives[planner].url, lines)]);
      expect({ lines, ...there }).toEqual({ lines, ...here });
      expect(there).toMatchObject({ status: "401", error: { extensions: { code: "UNAUTHENTICATED" } } });
    }
    expect((await sendRaw(hives[planner].url, [`Bearer ${sound}`])).status).toBe("200");
  });
});

/** Sends `{ __typename }` with these Authorization headers, as many as there are. */
async function sendRaw(url: string, authorization: readonly string[]) {
  const body = JSON.stringify({ query: "{ __typename }" });
  const lines = [
    "POST /graphql HTTP/1.1",
    "host: gateway",
    "connection: close",
    "content-type: application/json",
    "accept: application/graphql-response+json",
    `content-length: ${body.length}`,
    ...authorization.map((value) => `authorization: ${value}`),
  ];
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  await once(socket, "connect");
  socket.write(`${lines.join("\r\n")}\r\n\r\n${body}`);
  const answer = await text(socket);
  const [, status] = /^HTTP\/1\.1 (\d+)/.exec(answer) ?? [];
  const [, challenge] = /^www-authenticate: (.*)\r$/im.exec(answer) ?? [];
  const [error] =
    /"errors":(\[.*\]),"extensions"/
      .exec(answer)
      ?.slice(1)
      .map((one) => JSON.parse(one)[0]) ?? [];
  if (error) delete error.extensions.requestId;
  return { status, challenge, error };
}
