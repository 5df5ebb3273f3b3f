import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { type RunningGateway, startGateway } from "../../gateway/start-gateway.ts";
import { createLogger } from "../../kit/logger.ts";
import { PeerLink } from "../../kit/peer-link.ts";
import { loadSigningKey, type SigningKey } from "../../kit/signing-key.ts";
import type { ApartHub } from "../../scripts/chaos/apart-hub.ts";
import { giveAgain } from "../../scripts/chaos/give-again.ts";
import { until } from "../../scripts/chaos/until.ts";
import { DEVELOPMENT_AUDIENCE } from "../../scripts/development/issuer-configuration.ts";
import { link, transmit } from "../../scripts/journey/acts.ts";
import { careAndConsent } from "../../scripts/journey/care-and-consent.ts";
import { type Answer, createAsk } from "../../scripts/journey/hub-client.ts";
import { play } from "../../scripts/journey/steps.ts";
import { CONTRACT, newStory, SEARCH, type Story } from "../../scripts/journey/story.ts";
import { type Fault, faults, startFaultyPeer } from "../support/faulty-peer.ts";
import { openTestHub, type TestHub } from "../support/open-test-hub.ts";
import { withoutBudgets } from "../support/without-budgets.ts";

const WITHDRAW =
  "mutation ($input: WithdrawConsentInput!) { withdrawConsent(input: $input) { __typename consent { state } userErrors { code } } }";
const PATIENCE_S = 20;

let folder: string;
let signingKey: SigningKey;
let hub: TestHub;
let story: Story;
/** A second copy of the gateway, which finds the registry where `its` says. */
let copy: RunningGateway;
const its: Record<string, string> = {};
let sound: string;
let closePeer: () => Promise<void> = async () => {};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "passerelle-withdrawals-"));
  signingKey = await loadSigningKey();
  hub = await openTestHub({ withDirectory: true, signingKey, withdrawalsFolder: folder });
  story = newStory(hub.ask);
  await play(careAndConsent, story, () => undefined);
  Object.assign(its, hub.peers);
  copy = await startGateway({
    host: "127.0.0.1",
    port: 0,
    peers: its,
    supergraphFile: fileURLToPath(new URL("../../schema/supergraph.graphql", import.meta.url)),
    issuers: [{ alias: "development", url: hub.issuerUrl }],
    audience: DEVELOPMENT_AUDIENCE,
    signingKey,
    logger: createLogger("copy", "silent"),
    isProduction: false,
    applications: withoutBudgets,
    withdrawalsFolder: folder,
  });
  sound = hub.peers.consent!;
}, 120_000);
beforeEach(async () => {
  if ((await stateOf()) !== "ACTIVE") await giveAgain({ sql, story });
  expect(await planSeenByKarim()).not.toBeNull();
});
afterEach(async () => {
  await mend();
  expect(await until(async () => (await notes("waiting")).length === 0, PATIENCE_S)).toBeDefined();
});
afterAll(async () => {
  await copy?.close();
  await hub?.close();
  await rm(folder, { recursive: true, force: true });
});

/** With PostgreSQL's own marks for values. */
const sql: ApartHub["sql"] = (subgraph, text, values = []) => {
  const named: unknown[] = [];
  const marked = text.replace(/\$(\d)/g, (_mark, place: string) => {
    named.push(values[Number(place) - 1]);
    return "?";
  });
  return hub.sql(subgraph, marked, named);
};
const notes = (part: "waiting" | "kept") => readdir(join(folder, part));
const stateOf = async () =>
  (await hub.sql("consent", "select state from consent where id = ?", [story.consent]))[0].state as string;
const isTakenIn = async () =>
  (await until(async () => (await stateOf()) === "WITHDRAWN" && (await notes("waiting")).length === 0, PATIENCE_S)) !==
  undefined;
const readContract = () => hub.ask("karim", CONTRACT, { id: story.person.contract });
const grantOf = async () =>
  (await hub.sql("consent", "select id from consent_grant where consent_id = ?", [story.consent]))[0].id as string;
const codesOf = ({ errors = [] }: Answer) => errors.map(({ extensions }) => extensions.code);

/** Asked until it is answered without a loss: a busy machine may lose one. */
async function planSeenByKarim(ask = readContract): Promise<unknown> {
  let answer = await ask();
  await until(async () => {
    answer = await ask();
    return codesOf(answer).length === 0;
  }, PATIENCE_S);
  expect(codesOf(answer)).toEqual([]);
  return answer.data.employmentContract.planExtract;
}

const withdraw = (as = story.person.name as string, consent = story.consent) =>
  hub.ask(as, WITHDRAW, { input: { consent } });

/** What is true of a withdrawal that the registry has not taken: it was made, and its record cannot be shown. */
function expectMade({ data, errors }: Answer): void {
  expect(data.withdrawConsent).toEqual({ __typename: "WithdrawConsentPayload", consent: null, userErrors: [] });
  expect(errors).toMatchObject([
    { path: ["withdrawConsent", "consent"], extensions: { code: "CONSENT_UNVERIFIABLE", source: "consent" } },
  ]);
}

/** Without the one in which it hears of the withdrawal after all. */
const everyFault = ["is stopped", ...Object.keys(faults).filter((fault) => !fault.includes("late"))] as (
  | Fault
  | "is stopped"
)[];

/** For everybody, or for those alone who find the registry in `among`. */
async function breakRegistry(
  fault: Fault | "is stopped",
  paths: readonly string[] = [],
  among = [hub.peers, its],
): Promise<void> {
  const peer = await startFaultyPeer(fault === "is stopped" ? "answers 500" : fault, sound, paths);
  for (const peers of among) peers.consent = peer.url;
  closePeer = peer.close;
  if (fault !== "is stopped") return;
  await peer.close();
  closePeer = async () => {};
}

async function mend(): Promise<void> {
  for (const peers of [hub.peers, its]) peers.consent = sound;
  await closePeer();
  closePeer = async () => {};
}

describe.each(everyFault)("while the registry %s", (fault) => {
  it("a withdrawal is told as made, is made when the registry is back, and shows nothing in between", async () => {
    await breakRegistry(fault);
    expectMade(await withdraw());
    expect(await notes("waiting")).toHaveLength(1);
    expect(await stateOf()).toBe("ACTIVE");
    const ready = await fetch(`${hub.url}/ready`);
    expect([ready.status, await ready.json()]).toMatchObject([
      200,
      { status: "degraded", degraded: ["consent"], checks: { withdrawals: { reason: "WITHDRAWALS_WAIT" } } },
    ]);
    await mend();
    // From the first answer on: who asks in the very moment of its return is told nothing, or that there is nothing.
    expect((await readContract()).data.employmentContract?.planExtract ?? null).toBeNull();
    expect(await isTakenIn()).toBe(true);
    expect(await planSeenByKarim()).toBeNull();
  });
});

it("a withdrawal that waits holds only identifiers, in a file that others may not read", async () => {
  await breakRegistry("is stopped");
  await withdraw();
  const [name] = await notes("waiting");
  const file = join(folder, "waiting", name!);
  expect((await stat(file)).mode & 0o077).toBe(0);
  const note = JSON.parse(await readFile(file, "utf8"));
  expect(Object.keys(note).sort()).toEqual([
    "application",
    "consent",
    "grants",
    "issuer",
    "organization",
    "subject",
    "takenAt",
  ]);
  expect(note).toMatchObject({ consent: story.consent, issuer: "development", organization: null, takenAt: null });
  await withdraw();
  expect(await notes("waiting")).toEqual([name]);
});

describe("when the registry is back and has not been told yet", () => {
  beforeEach(async () => {
    await breakRegistry("is stopped");
    expectMade(await withdraw());
    await breakRegistry("answers 500", ["/withdrawals"]);
  });

  it("nothing that rests on anybody's consent is shown, public data are", async () => {
    expect(await stateOf()).toBe("ACTIVE");
    const answer = await readContract();
    expect(answer.data.employmentContract).toBeNull();
    expect(codesOf(answer)).toEqual(["CONSENT_UNVERIFIABLE"]);
    expect(codesOf(await hub.ask("claire", SEARCH))).toEqual([]);
  });

  it("nothing is changed on the strength of a consent, nor any consent itself", async () => {
    const changes: [string, string][] = [
      ["karim", link(story)],
      ["claire", transmit(story)],
      [story.person.name, `mutation { refuseConsent(input: { consent: "${story.consent}" }) { userErrors { code } } }`],
    ];
    for (const [as, query] of changes) {
      const answer = await hub.ask(as, query);
      expect([query, codesOf(answer)]).toEqual([query, ["CONSENT_UNVERIFIABLE"]]);
    }
  });

  it("another copy of the gateway, which never heard of it, shows nothing either", async () => {
    const ask = createAsk({ endpoint: `${copy.url}/graphql`, tokenOf: hub.tokenOf });
    expect(codesOf(await ask("karim", CONTRACT, { id: story.person.contract }))).toEqual(["CONSENT_UNVERIFIABLE"]);
  });
});

it("a copy that alone has lost the registry writes down what the others make true before it is acknowledged", async () => {
  await breakRegistry("never answers", [], [its]);
  const ask = createAsk({ endpoint: `${copy.url}/graphql`, tokenOf: hub.tokenOf });
  expectMade(await ask(story.person.name, WITHDRAW, { input: { consent: story.consent } }));
  expect((await readContract()).data.employmentContract?.planExtract ?? null).toBeNull();
  expect(await isTakenIn()).toBe(true);
});

it("whoever withdraws what is not hers while the registry is away ends nothing", async () => {
  await breakRegistry("is stopped");
  await withdraw("bruno");
  await withdraw("paul");
  await withdraw(story.person.name, randomUUID());
  expect(await notes("waiting")).toHaveLength(3);
  await mend();
  expect(await until(async () => (await notes("waiting")).length === 0, PATIENCE_S)).toBeDefined();
  expect(await stateOf()).toBe("ACTIVE");
  expect(await planSeenByKarim()).not.toBeNull();
});

it("what the registry refuses is not written down", async () => {
  const kept = await notes("kept");
  const { data } = await withdraw("bruno");
  expect(data.withdrawConsent).toMatchObject({ consent: null, userErrors: [{ code: "NOT_FOUND" }] });
  const wrong = await hub.ask(
    story.person.name,
    `mutation { withdrawConsent(input: { consent: 1.5 }) { __typename } }`,
  );
  expect(codesOf(wrong)).toEqual(["BAD_USER_INPUT"]);
  expect([await notes("waiting"), await notes("kept")]).toEqual([[], kept]);
});

it.each([
  [
    "an alias",
    "mutation ($id: ID!) { ended: withdrawConsent(input: { consent: $id }) { errors: userErrors { code } } }",
    { ended: { errors: [] } },
  ],
  [
    "a fragment",
    "mutation ($id: ID!) { ...Act } fragment Act on Mutation { withdrawConsent(input: { consent: $id }) { ... on WithdrawConsentPayload { userErrors { code } } } }",
    { withdrawConsent: { userErrors: [] } },
  ],
])("it is told as made under %s too, without an error where no record was asked for", async (_how, query, expected) => {
  await breakRegistry("is stopped");
  const { data, errors } = await hub.ask(story.person.name, query, { id: story.consent });
  expect([data, errors]).toEqual([expected, undefined]);
});

it("a permission of a consent is withdrawn alone, also while the registry is away", async () => {
  await breakRegistry("is stopped");
  const grants = [await grantOf()];
  expectMade(await hub.ask(story.person.name, WITHDRAW, { input: { consent: story.consent, grants } }));
  const [name] = await notes("waiting");
  expect(JSON.parse(await readFile(join(folder, "waiting", name!), "utf8"))).toMatchObject({ grants });
  await mend();
  // It was the only one.
  expect(await isTakenIn()).toBe(true);
});

it("sent again under its key once the registry is back, it has the one result", async () => {
  const token = await hub.tokenOf(story.person.name);
  const send = async () => {
    const answer = await fetch(hub.endpoint, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}`, "idempotency-key": key },
      body: JSON.stringify({ query: WITHDRAW, variables: { input: { consent: story.consent } } }),
    });
    return (await answer.json()) as Answer;
  };
  const key = randomUUID();
  await breakRegistry("answers 500");
  expectMade(await send());
  await mend();
  expect(await isTakenIn()).toBe(true);
  expect((await send()).data.withdrawConsent).toMatchObject({ consent: { state: "WITHDRAWN" }, userErrors: [] });
  const events = await hub.sql(
    "consent",
    "select act from consent_event where consent_id = ? order by id desc limit 2",
    [story.consent],
  );
  expect(events.map(({ act }) => act).filter((act) => act === "withdraw").length).toBeGreaterThan(0);
});

it("a withdrawal that cannot be written down is not told as made", async () => {
  await breakRegistry("is stopped");
  const held = join(folder, "waiting");
  await rm(held, { recursive: true });
  await writeFile(held, "a file in the place of the folder");
  try {
    const { data, errors } = await withdraw();
    expect(data.withdrawConsent).toBeNull();
    expect(errors).toMatchObject([{ path: ["withdrawConsent"], extensions: { code: "CONSENT_UNVERIFIABLE" } }]);
    await mend();
    // Nobody can tell what waits: nothing is shown.
    expect(codesOf(await readContract())).toEqual(["CONSENT_UNVERIFIABLE"]);
  } finally {
    await rm(held);
    await mkdir(held);
  }
  expect(await stateOf()).toBe("ACTIVE");
});

it("a file that cannot be read keeps everything shut, since somebody was told that it counts", async () => {
  const damaged = join(folder, "waiting", "damaged.json");
  await writeFile(damaged, '{"consent":');
  try {
    expect(codesOf(await readContract())).toEqual(["CONSENT_UNVERIFIABLE"]);
  } finally {
    await rm(damaged);
  }
  expect(await planSeenByKarim()).not.toBeNull();
});

describe("a registry that is told of what it had made", () => {
  let link: PeerLink;
  beforeAll(() => {
    link = new PeerLink({ name: "gateway", key: signingKey, peers: hub.peers });
  });
  afterAll(() => link.close());

  const tell = (note: object, part: "waiting" | "kept" = "kept") => {
    const account = { issuer: "development", subject: story.person.name, application: "app", organization: null };
    const written = {
      consent: story.consent,
      grants: null,
      takenAt: new Date(Date.now() + 60_000),
      ...account,
      ...note,
    };
    const content = { waiting: [], kept: [], [part]: [written] };
    return link.post<{ taken: unknown[] }>({
      peer: "consent",
      path: "/withdrawals",
      content,
      requestId: randomUUID(),
      timeoutMs: 20_000,
    });
  };

  it("makes it again, by the same hand, where it does not know of it any more", async () => {
    await tell({ subject: "claire" });
    expect(await stateOf()).toBe("WITHDRAWN");
    const [event] = await hub.sql("consent", "select act, actor_subject from consent_event order by id desc limit 1");
    expect(event).toEqual({ act: "withdraw", actor_subject: "development|claire" });
    const countEvents = async () => (await hub.sql("consent", "select count(*)::int from consent_event"))[0].count;
    const events = await countEvents();
    await tell({ subject: "claire" });
    expect(await countEvents()).toBe(events);
  });

  it("ends the named permissions and no other", async () => {
    await tell({ grants: [randomUUID()] });
    expect(await stateOf()).toBe("ACTIVE");
    await tell({ grants: [await grantOf()] });
    expect(await stateOf()).toBe("WITHDRAWN");
  });

  it("leaves alone what was given after it, and what it never knew", async () => {
    await tell({ takenAt: new Date(Date.now() - 3_600_000) });
    await tell({ consent: randomUUID() });
    expect(await stateOf()).toBe("ACTIVE");
  });

  it("asks of one that waited who she is: a stranger's changes nothing", async () => {
    const { taken } = await tell({ subject: "bruno" }, "waiting");
    expect([taken, await stateOf()]).toEqual([[{ isTaken: false, takenAt: null }], "ACTIVE"]);
  });

  it("hears it from the gateway alone", async () => {
    const stranger = new PeerLink({ name: "health-access", key: await loadSigningKey(), peers: hub.peers });
    const content = { waiting: [], kept: [] };
    const call = { peer: "consent", path: "/withdrawals", content, requestId: randomUUID(), timeoutMs: 20_000 };
    await expect(stranger.post(call)).rejects.toThrow();
    await stranger.close();
  });
});
