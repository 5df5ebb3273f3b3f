import { generateKeyPairSync, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { Client } from "pg";
import { DEVELOPMENT_AUDIENCE } from "../../scripts/development/issuer-configuration.ts";
import { contracts } from "../../scripts/development/world.ts";
import { careAndConsent } from "../../scripts/journey/care-and-consent.ts";
import { play } from "../../scripts/journey/steps.ts";
import { newStory } from "../../scripts/journey/story.ts";
import { type DatabaseProxy, startDatabaseProxy } from "../support/database-proxy.ts";
import { openTestHub, type TestHub } from "../support/open-test-hub.ts";
import { freePorts, type SpawnedProcess, spawnProcess, untilReady } from "../support/spawned-process.ts";

const SOURCE = "employment-contracts";
const AMEND = `mutation ($input: AmendEmploymentContractInput!) { amendEmploymentContract(input: $input) {
  employmentContract { id version } userErrors { code } } }`;

/** Holds up whoever records a version, where the test says: while it writes, or while it commits. */
const GATE = `
  create table gate (place text);
  create function wait_at_gate() returns trigger language plpgsql as $$
    begin
      if exists (select from gate where place = tg_argv[0]) then perform pg_sleep(1.5); end if;
      return null;
    end $$;
  create trigger gate_at_write after insert on contract_version for each row execute function wait_at_gate('write');
  create constraint trigger gate_at_commit after insert on contract_version deferrable initially deferred
    for each row execute function wait_at_gate('commit')`;

type Gateway = "passerelle" | "stock";

let hub: TestHub;
let line: DatabaseProxy;
let database: Client;
const running: Partial<Record<Gateway | typeof SOURCE, SpawnedProcess>> = {};
const withdrawalsFolder = mkdtempSync(join(tmpdir(), "passerelle-withdrawals-"));
const ports = {} as Record<Gateway | typeof SOURCE, string>;

/** All copies of a process sign with one key, so that those who know one of them know the others. */
const { privateKey } = generateKeyPairSync("ed25519");
const SIGNING_KEY = privateKey.export({ type: "pkcs8", format: "pem" }).toString();

/** Two gateways, one with each engine, and the source of contracts as processes of their own; the rest runs in this one. */
beforeAll(async () => {
  hub = await openTestHub();
  const inside = hub.subgraphs[SOURCE]!;
  const databaseUrl = String(inside.orm.config.get("clientUrl"));
  await inside.close();
  line = await startDatabaseProxy(databaseUrl);
  database = new Client({ connectionString: databaseUrl });
  await database.connect();
  await database.query(GATE);
  const free = await freePorts(3);
  for (const [index, name] of (["passerelle", "stock", SOURCE] as const).entries()) ports[name] = free[index]!;
  // Keys of gateways are read at the one that is never killed.
  Object.assign(hub.peers, { gateway: urlOf("stock"), [SOURCE]: urlOf(SOURCE) });
  for (const name of ["passerelle", "stock", SOURCE] as const) start(name);
  await Promise.all(Object.values(running).map((one) => untilReady(one!)));
}, 120_000);
afterEach(async () => {
  await database?.query("delete from gate");
  await refillBudgets();
});
afterAll(async () => {
  await Promise.all(Object.values(running).map((one) => one!.end("SIGKILL")));
  rmSync(withdrawalsFolder, { recursive: true });
  await database?.end();
  await line?.close();
  // The first closing stops at the subgraph that is closed already; the second goes on with the rest.
  await hub?.close();
});

/** One person asks for one contract more often here than in any minute of her work. */
const refillBudgets = () => hub?.sql("consent", "delete from budget");

const urlOf = (name: Gateway | typeof SOURCE) => `http://127.0.0.1:${ports[name]}`;

function start(name: Gateway | typeof SOURCE): void {
  const PEERS = Object.entries(hub.peers)
    .map(([peer, url]) => `${peer}=${url}`)
    .join(";");
  const shared = { PORT: ports[name], PEERS, SIGNING_KEY, LOG_LEVEL: "warn" };
  running[name] =
    name === SOURCE
      ? spawnProcess(["subgraphs/index.ts", SOURCE], { ...shared, DATABASE_URL: line.url })
      : spawnProcess(["gateway/index.ts"], {
          ...shared,
          ENGINE: name,
          OIDC_ISSUERS: `development=${hub.issuerUrl}`,
          OIDC_AUDIENCE: DEVELOPMENT_AUDIENCE,
          WITHDRAWALS_FOLDER: withdrawalsFolder,
        });
}

async function killAndRestart(name: Gateway | typeof SOURCE): Promise<void> {
  await running[name]!.end("SIGKILL");
  start(name);
  await untilReady(running[name]!);
}

interface Sent {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly key?: string;
  readonly who?: string;
  readonly signal?: AbortSignal;
}

const tokens = new Map<string, Promise<string>>();

/** Sends an operation to one of the gateways, as any client does; undefined when the connection is lost. */
async function send(gateway: Gateway, { query, variables = {}, key, who = "karim", signal }: Sent) {
  if (!tokens.has(who)) tokens.set(who, hub.tokenOf(who));
  const headers = {
    "content-type": "application/json",
    authorization: `Bearer ${await tokens.get(who)}`,
    ...(key ? { "idempotency-key": key } : {}),
  };
  const body = JSON.stringify({ query, variables });
  try {
    const answer = await fetch(`${urlOf(gateway)}/graphql`, { method: "POST", headers, body, signal: signal ?? null });
    // biome-ignore lint/suspicious/noExplicitAny: each test says what it expects of the answer
    return (await answer.json()) as any;
  } catch {
    return undefined;
  }
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (await isSo()) return;
    await pause(50);
  }
  throw new Error(`In fifteen seconds it did not come to this: ${what}.`);
}

const numberOf = async (text: string, values: unknown[] = []) =>
  Number((await database.query(text, values)).rows[0].count);
const isHeldUp = async () =>
  (await numberOf(
    "select count(*) from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'",
  )) > 0;
const currentVersion = async (): Promise<number> =>
  (await database.query("select version from employment_contract where id = $1", [contracts.bruno])).rows[0].version;
/** How often a change was made: each writes its own key among the commitments. */
const timesMade = (key: string) =>
  numberOf("select count(*) from contract_version where $1 = any (commitments)", [`Act ${key}`]);

/** An amendment of Bruno's contract that can be told from any other. */
const amendment = (key: string, version: number): Sent => ({
  query: AMEND,
  key,
  variables: {
    input: {
      contract: contracts.bruno,
      version,
      reason: "CHANGE_OF_GOAL",
      effectiveOn: "2026-12-01",
      terms: { endsOn: "2027-05-31", weeklyHours: 15, commitments: [`Act ${key}`] },
    },
  },
});
const newAmendment = async () => {
  const key = randomUUID();
  return { key, sent: amendment(key, await currentVersion()) };
};
/** What the answer of an amendment comes to. */
// biome-ignore lint/suspicious/noExplicitAny: any answer of the hub
const outcomeOf = (answer: any): string => {
  const payload = answer?.data?.amendEmploymentContract;
  if (payload?.employmentContract) return "DONE";
  return payload?.userErrors?.[0]?.code ?? answer?.errors?.[0]?.extensions.code ?? "NO ANSWER";
};

describe("a change sent again under its key", () => {
  it("is answered at another gateway, by the other engine, as at the first", async () => {
    const { key, sent } = await newAmendment();
    const first = await send("passerelle", sent);
    const second = await send("stock", sent);
    expect(outcomeOf(first)).toBe("DONE");
    expect(second.data).toEqual(first.data);
    expect(await timesMade(key)).toBe(1);
  });

  it("with other content is refused, and not to be tried again", async () => {
    const { key, sent } = await newAmendment();
    await send("stock", sent);
    for (const gateway of ["stock", "passerelle"] as const) {
      const { data, errors } = await send(gateway, amendment(key, await currentVersion()));
      expect(data).toEqual({ amendEmploymentContract: null });
      expect(errors).toEqual([
        expect.objectContaining({
          path: ["amendEmploymentContract"],
          extensions: expect.objectContaining({ code: "IDEMPOTENCY_MISMATCH", source: SOURCE, retryable: false }),
        }),
      ]);
    }
    expect(await timesMade(key)).toBe(1);
  });

  it("shows nothing of what its person has withdrawn in between", async () => {
    const ask = async (who: string, query: string, variables: Record<string, unknown> = {}) => {
      const answer = await send("stock", { who, query, variables });
      return { ...answer, body: JSON.stringify(answer) };
    };
    const story = newStory(ask);
    await play(careAndConsent, story, () => undefined);
    const query = `mutation { linkPlanExtract(input: { contract: "${story.person.contract}", planExtract: "${story.extract.id}", contentHash: "${story.extract.contentHash}" }) {
      employmentContract { id planExtract { id text } } userErrors { code } } }`;
    const key = randomUUID();
    const first = await send("passerelle", { query, key });
    expect(first.data.linkPlanExtract.employmentContract.planExtract.id).toBe(story.extract.id);
    const withdraw = `mutation { withdrawConsent(input: { consent: "${story.consent}" }) { userErrors { code } } }`;
    expect((await ask("amina", withdraw)).data.withdrawConsent.userErrors).toEqual([]);
    const again = await send("passerelle", { query, key });
    expect(again.data.linkPlanExtract).toEqual({
      employmentContract: { id: story.person.contract, planExtract: null },
      userErrors: [],
    });
  });
});

describe("a change cut off on its way", () => {
  it.each([
    ["the source is killed while it writes", "write", SOURCE],
    ["the source is killed while it commits", "commit", SOURCE],
    ["the gateway is killed while the source writes", "write", "passerelle"],
    ["the client leaves while the source commits", "commit", "client"],
  ] as const)(
    "is made once when it is sent again: %s",
    async (_what, place, victim) => {
      const { key, sent } = await newAmendment();
      await database.query("insert into gate values ($1)", [place]);
      const client = new AbortController();
      const first = send("passerelle", { ...sent, signal: client.signal });
      await until("the change is being made", isHeldUp);
      if (victim === "client") client.abort();
      else await running[victim]!.end("SIGKILL");
      expect(["NO ANSWER", "OUTCOME_UNKNOWN"]).toContain(outcomeOf(await first));
      await database.query("delete from gate");
      if (victim !== "client") start(victim);
      if (victim === SOURCE) await untilReady(running[SOURCE]!);
      // Sent while what was begun may still be going on.
      const again = await send("stock", sent);
      expect(outcomeOf(again)).toBe("DONE");
      expect(await timesMade(key)).toBe(1);
      if (victim !== "client") await untilReady(running[victim]!);
      expect((await send("passerelle", sent)).data).toEqual(again.data);
      expect(await timesMade(key)).toBe(1);
    },
    60_000,
  );

  it.each([
    ["passerelle", "after COMMIT is done", 1],
    ["passerelle", "before COMMIT arrives", 0],
    ["stock", "after COMMIT is done", 1],
    ["stock", "before COMMIT arrives", 0],
  ] as const)("with the %s engine, %s, has an unknown outcome until it is sent again", async (gateway, where, made) => {
    const { key, sent } = await newAmendment();
    line.cut(where);
    const { errors } = await send(gateway, sent);
    expect(errors).toEqual([
      expect.objectContaining({
        path: ["amendEmploymentContract"],
        extensions: expect.objectContaining({ code: "OUTCOME_UNKNOWN", source: SOURCE, retryable: true }),
      }),
    ]);
    expect(await timesMade(key)).toBe(made);
    expect(outcomeOf(await send(gateway, sent))).toBe("DONE");
    expect(await timesMade(key)).toBe(1);
  });
});

/** What a change comes to when it is sent until the hub no longer says to send it again: a source just back may still be spared. */
async function settledOutcome(sent: Sent): Promise<string> {
  let outcome = "NO ANSWER";
  await until("the hub says what the change came to", async () => {
    outcome = outcomeOf(await send("stock", sent));
    return outcome !== "SOURCE_UNAVAILABLE";
  });
  return outcome;
}

/** Numbers that look random and are the same for the same seed. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

interface Recorded {
  readonly key: string;
  readonly basedOn: number;
  readonly outcomes: string[];
}

/** Amends again and again what it has just read; each change is sent one to five times, at either gateway, some cut off. */
async function amendRepeatedly(seed: number, changes: number, history: Recorded[]): Promise<void> {
  const random = randomOf(seed);
  const anyGateway = () => (random(2) === 0 ? "stock" : "passerelle");
  for (let change = 0; change < changes; change++) {
    await refillBudgets();
    const basedOn = await currentVersion();
    const recorded: Recorded = { key: randomUUID(), basedOn, outcomes: [] };
    history.push(recorded);
    const sent = amendment(recorded.key, basedOn);
    for (let tries = 1 + random(3); tries > 0; tries--) {
      const together = random(3) === 0 ? 2 : 1;
      const answers = Array.from({ length: together }, () => {
        const leavesAfter = random(4) === 0 ? random(150) : 10_000;
        return send(anyGateway(), { ...sent, signal: AbortSignal.timeout(leavesAfter) });
      });
      recorded.outcomes.push(...(await Promise.all(answers)).map(outcomeOf));
    }
  }
}

it("however changes are sent again, cut off and killed, each is made at most once, and none overwrites another", async () => {
  const before = await currentVersion();
  const history: Recorded[] = [];
  const seeds = [11, 12, 13, 14];
  let isOver = false;
  const trouble = (async () => {
    const random = randomOf(99);
    for (const victim of [SOURCE, "passerelle"] as const) {
      line.cut(random(2) === 0 ? "after COMMIT is done" : "before COMMIT arrives");
      await pause(300 + random(300));
      if (isOver) return;
      await killAndRestart(victim);
    }
  })();
  await Promise.all(seeds.map((seed) => amendRepeatedly(seed, 6, history)));
  isOver = true;
  await trouble;
  line.cut(null);

  for (const recorded of history) {
    await refillBudgets();
    const { key, basedOn, outcomes } = recorded;
    const wasDone = outcomes.includes("DONE");
    const madeBefore = await timesMade(key);
    if (wasDone) expect([recorded, madeBefore]).toEqual([recorded, 1]);
    if (outcomes.includes("CONFLICT_VERSION")) expect([recorded, madeBefore]).toEqual([recorded, 0]);
    for (const outcome of outcomes)
      expect([
        "DONE",
        "CONFLICT_VERSION",
        "OUTCOME_UNKNOWN",
        "SOURCE_UNAVAILABLE",
        "SOURCE_TIMEOUT",
        "NO ANSWER",
      ]).toContain(outcome);
    // In quiet times the answer is the one true one: what was made or refused stays so, what never came through is made now.
    const last = await settledOutcome(amendment(key, basedOn));
    expect(["DONE", "CONFLICT_VERSION"]).toContain(last);
    if (madeBefore === 1) expect([recorded, last]).toEqual([recorded, "DONE"]);
    if (outcomes.includes("CONFLICT_VERSION")) expect([recorded, last]).toEqual([recorded, "CONFLICT_VERSION"]);
    expect([recorded, await timesMade(key)]).toEqual([recorded, last === "DONE" ? 1 : 0]);
  }
  const made = await Promise.all(history.map(({ key }) => timesMade(key)));
  const total = made.reduce((sum, times) => sum + times, 0);
  expect(await currentVersion()).toBe(before + total);
  // Each who succeeded changed the very version she had read, and no two of them the same.
  const bases = history.filter((_, index) => made[index] === 1).map(({ basedOn }) => basedOn);
  expect(bases.sort((one, other) => one - other)).toEqual(Array.from({ length: total }, (_, index) => before + index));
  expect(total).toBeGreaterThan(0);
}, 90_000);
