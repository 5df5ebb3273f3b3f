import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { Client } from "pg";
import { whileAwaited } from "../../kit/awaited-work.ts";
import { type MikroORM, MOST_CONNECTIONS } from "../../kit/database.ts";
import { signHop } from "../../kit/sign-hop.ts";
import { organizations, people } from "../../scripts/development/world.ts";
import { type Harness, startHarness } from "../support/harness.ts";
import { sophie } from "../support/viewers.ts";
import { createNotebook } from "./toy-subgraph.ts";

const BODY = JSON.stringify({ query: "{ notes { text } }" });
let hub: Harness;
let orm: MikroORM;
/** Holds locks in transactions of its own. */
let side: Client;
/** Looks at what runs: within a transaction PostgreSQL would show it the same picture again and again. */
let watcher: Client;
beforeAll(async () => {
  hub = await startHarness([createNotebook(() => true, [])]);
  orm = hub.running.notebook!.orm;
  await orm.em
    .fork()
    .execute("insert into note values ('0d000000-0000-4000-8000-000000000001', ?, ?, 'text', 'seen')", [
      people.amina,
      organizations.medicoSocialCentre,
    ]);
  side = new Client({ connectionString: orm.config.get("clientUrl")!, application_name: "side" });
  watcher = new Client({ connectionString: orm.config.get("clientUrl")!, application_name: "watcher" });
  await Promise.all([side.connect(), watcher.connect()]);
});
afterEach(() => side.query("rollback"));
afterAll(async () => {
  await Promise.all([side.end(), watcher.end()]);
  await hub.close();
});

const sign = (body: string, waitMs?: number) =>
  signHop(hub.gatewayKey, {
    issuer: "gateway",
    audience: "notebook",
    viewer: sophie,
    requestId: "test",
    body,
    ...(waitMs === undefined ? {} : { waitMs }),
  });

async function overHttp(authorization: string | undefined, body: string, signal?: AbortSignal) {
  const answer = await fetch(`${hub.peers.notebook}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(authorization ? { authorization } : {}) },
    body,
    ...(signal ? { signal } : {}),
  });
  return { status: answer.status, type: answer.headers.get("content-type"), text: await answer.text() };
}

async function inProcess(authorization: string | undefined, body: string, signal = new AbortController().signal) {
  const { status, headers, text } = await hub.running.notebook!.answer({
    body: Buffer.from(body),
    authorization,
    signal,
  });
  return { status, type: headers["content-type"], text };
}

const lockNotes = async () => {
  await side.query("begin");
  await side.query("lock table note in access exclusive mode");
};

/** Statements of the subgraph that PostgreSQL is busy with. */
const running = async (): Promise<number> => {
  const { rows } = await watcher.query(
    `select count(*)::int as n from pg_stat_activity
     where datname = current_database() and state = 'active' and application_name = 'passerelle' and query not like '%graphile%'`,
  );
  return rows[0].n;
};

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1_000; tries += 1) {
    if (await isTrue()) return;
    await pause(10);
  }
  throw new Error("It did not come to pass in time.");
}

describe.each([
  ["over HTTP", overHttp],
  ["in the gateway's process", inProcess],
])("a call %s", (_, call) => {
  test("that is waited for is answered", async () => {
    const answer = await call(`Hub ${await sign(BODY, 20_000)}`, BODY);
    expect(answer).toMatchObject({ status: 200, text: '{"data":{"notes":[{"text":"text"}]}}\n' });
  });

  test("ends in the database, too, when the time its caller said is over, and says so just before", async () => {
    await lockNotes();
    const startedAt = performance.now();
    const asking = call(`Hub ${await sign(BODY, 1_500)}`, BODY);
    await until(async () => (await running()) === 1);
    const { text } = await asking;
    expect(JSON.parse(text).errors[0].extensions.code).toBe("SOURCE_UNAVAILABLE");
    expect(performance.now() - startedAt).toBeLessThan(4_500);
    // The lock is still held: only a cancelled statement can have ended.
    expect(await running()).toBe(0);
  });

  test("ends in the database, too, when its caller leaves", async () => {
    await lockNotes();
    const gone = new AbortController();
    const asking = call(`Hub ${await sign(BODY, 25_000)}`, BODY, gone.signal).catch(() => undefined);
    await until(async () => (await running()) === 1);
    gone.abort();
    const leftAt = performance.now();
    await until(async () => (await running()) === 0);
    // Sooner than PostgreSQL ends any statement by itself.
    expect(performance.now() - leftAt).toBeLessThan(4_500);
    await asking;
  });
});

test("who finds every connection taken is told so in time, and is served once one is free", async () => {
  await lockNotes();
  const ask = async () => inProcess(`Hub ${await sign(BODY, 25_000)}`, BODY);
  const holding = Array.from({ length: MOST_CONNECTIONS }, ask);
  await until(async () => (await running()) === MOST_CONNECTIONS);
  const waitingSince = performance.now();
  const waiting = await Promise.all([ask(), ask(), ask()]);
  // The statements in front of them are still held: they were not served, nor did those give way.
  expect(await running()).toBe(MOST_CONNECTIONS);
  expect(performance.now() - waitingSince).toBeLessThan(4_500);
  for (const { status, text } of waiting) {
    expect(status).toBe(200);
    expect(JSON.parse(text).errors).toEqual([
      expect.objectContaining({ path: ["notes"], extensions: { code: "OVERLOADED", retryAfterMs: 1_000 } }),
    ]);
  }
  await side.query("rollback");
  for (const { text } of [...(await Promise.all(holding)), await ask()])
    expect(JSON.parse(text)).toEqual({ data: { notes: [{ text: "text" }] } });
});

test("the same calls are answered the same way over HTTP and in process", async () => {
  const token = await sign(BODY);
  const replayed = await sign(BODY);
  await overHttp(`Hub ${replayed}`, BODY);
  const calls: [authorization: () => Promise<string | undefined>, body: string][] = [
    [async () => undefined, BODY],
    [async () => "Bearer x", BODY],
    [async () => `Hub ${await sign(BODY)} more`, BODY],
    [async () => `Hub ${token}`, `${BODY} `],
    [async () => `Hub ${replayed}`, BODY],
    [async () => `Hub ${await sign("{")}`, "{"],
    [async () => `Hub ${await sign("[]")}`, "[]"],
    [async () => `Hub ${await sign('{"query":"{ nothing }"}')}`, '{"query":"{ nothing }"}'],
    [
      async () => `Hub ${await sign('{"query":"{ __schema { types { name } } }"}')}`,
      '{"query":"{ __schema { types { name } } }"}',
    ],
  ];
  const statuses: number[] = [];
  for (const [authorization, body] of calls) {
    const answered = await inProcess(await authorization(), body);
    expect(answered).toEqual(await overHttp(await authorization(), body));
    statuses.push(answered.status);
  }
  expect(statuses).toEqual([401, 401, 401, 401, 401, 400, 400, 400, 400]);
  const long = "x".repeat(4 * 1024 * 1024 + 1);
  expect((await inProcess(`Hub ${await sign(long)}`, long)).status).toBe(413);
  expect((await overHttp(`Hub ${await sign(long)}`, long)).status).toBe(413);
});

describe("a transaction", () => {
  beforeAll(async () => {
    await side.query("create table slow (id int primary key)");
    await side.query(
      "create function sleep() returns trigger language plpgsql as 'begin perform pg_sleep(new.id); return new; end'",
    );
    await side.query("create trigger sleeps before insert on slow for each row execute function sleep()");
  });
  const insert = (seconds: number) =>
    orm.em.fork().transactional((em) => em.execute("insert into slow values (?)", [seconds]));
  const stored = async () => (await side.query("select id from slow order by id")).rows.map(({ id }) => id);

  test("whose statement lasts longer than anybody waits is undone, in time to be told", async () => {
    const gone = new AbortController();
    const startedAt = performance.now();
    await expect(whileAwaited(600, gone.signal, () => insert(20))).rejects.toMatchObject({ code: "57014" });
    expect(performance.now() - startedAt).toBeLessThan(4_500);
    expect([await running(), await stored()]).toEqual([0, []]);
  });

  test("is carried through when its caller leaves", async () => {
    const gone = new AbortController();
    const inserting = whileAwaited(20_000, gone.signal, () => insert(1));
    await until(async () => (await running()) === 1);
    gone.abort();
    await inserting;
    expect(await stored()).toEqual([1]);
  });

  test("changes nothing once nobody waits, and no query is sent for one who left", async () => {
    await expect(whileAwaited(50, new AbortController().signal, () => insert(0))).rejects.toThrow("Nobody waits");
    expect(await stored()).not.toContain(0);
    await expect(whileAwaited(20_000, AbortSignal.abort(), () => orm.em.fork().execute("select 1"))).rejects.toThrow(
      "Nobody waits",
    );
  });
});

test("a cancelled statement leaves its connection sound, and hits no other statement", async () => {
  const answers = [];
  for (let turn = 0; turn < 20; turn += 1) {
    const gone = new AbortController();
    // The cancelling crosses with the end of the statement in some turns.
    setTimeout(() => gone.abort(), 20 + turn / 4);
    const sleeping = whileAwaited(20_000, gone.signal, () => orm.em.fork().execute("select pg_sleep(0.022)"));
    await sleeping.catch(({ code }) => expect(code).toBe("57014"));
    answers.push(...(await orm.em.fork().execute("select 1 as sound")));
  }
  expect(answers).toEqual(Array.from({ length: 20 }, () => ({ sound: 1 })));
});
