import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { Idempotency } from "../../kit/hop-token.ts";
import { forgetExpiredKeys } from "../../kit/idempotency.ts";
import type { Viewer } from "../../kit/viewer.ts";
import { organizations, people } from "../../scripts/development/world.ts";
import { type DatabaseProxy, startDatabaseProxy } from "../support/database-proxy.ts";
import { type Harness, startHarness } from "../support/harness.ts";
import { createTestDatabase } from "../support/test-database.ts";
import { claire, sophie } from "../support/viewers.ts";
import { BROKEN, createLedger, type LedgerHooks, REFUSED } from "./ledger-subgraph.ts";

const DEPOSIT =
  "mutation ($account: ID!, $amount: Int!) { deposit(account: $account, amount: $amount) { account { id balance } added userErrors { code } } }";

const hooks: LedgerHooks = { isPermitted: () => true, written: async () => {}, betweenLocks: async () => {} };
let hub: Harness;
let line: DatabaseProxy;
/** Told of each statement of the subgraph. */
let onStatement = (_sql: string): void => {};
let account: string;
const seen: string[] = [];

beforeAll(async () => {
  hub = await startHarness([]);
  line = await startDatabaseProxy(await createTestDatabase("ledger"));
  await hub.start(createLedger(hooks), {
    databaseUrl: line.url,
    onStatement: (sql) => {
      seen.push(sql);
      onStatement(sql);
    },
  });
});
afterAll(async () => {
  await hub?.close();
  await line?.close();
});
beforeEach(async () => {
  Object.assign(hooks, { isPermitted: () => true, written: async () => {}, betweenLocks: async () => {} });
  onStatement = () => {};
  account = await openAccount();
  seen.length = 0;
});

// biome-ignore lint/suspicious/noExplicitAny: rows of any table
const sql = (text: string, values: unknown[] = []): Promise<any[]> =>
  hub.running.ledger!.orm.em.fork().execute(text, values);

async function openAccount(): Promise<string> {
  const id = randomUUID();
  await sql("insert into account values (?, ?, ?, 0)", [id, people.amina, organizations.medicoSocialCentre]);
  return id;
}

/** A key of its own, with the content that goes with the arguments. */
const keyFor = (content: unknown = "content", key: string = randomUUID()): Idempotency => ({
  key,
  content: JSON.stringify(content),
});

const deposit = (
  idempotency: Idempotency | null,
  { amount = 5, viewer = sophie, id = account, query = DEPOSIT } = {},
) => hub.ask("ledger", viewer, query, { account: id, amount }, idempotency);

/** What a change left behind: the balance, its entries and the events it announced. */
async function effects(id = account) {
  const [{ balance }] = await sql("select balance from account where id = ?", [id]);
  const [{ entries }] = await sql("select count(*)::int as entries from entry where account_id = ?", [id]);
  const [{ events }] = await sql(
    "select count(*)::int as events from graphile_worker.jobs where queue_name = 'listener:' || ?::text",
    [id],
  );
  return { balance, entries, events };
}
const once = (amount = 5) => ({ balance: amount, entries: 1, events: 1 });
const never = { balance: 0, entries: 0, events: 0 };
const codesOf = ({ errors = [] }: { errors?: { extensions: { code: string } }[] }) =>
  errors.map(({ extensions }) => extensions.code);

describe("a change under an idempotency key", () => {
  test("is made once, and each retry is answered as the first", async () => {
    const key = keyFor();
    const first = await deposit(key);
    expect(first.data.deposit).toEqual({ account: { id: account, balance: 5 }, added: 5, userErrors: [] });
    for (let retry = 0; retry < 3; retry++) expect(await deposit(key)).toEqual(first);
    expect(await effects()).toEqual(once());
  });

  test("is made once when its retries arrive together, while it is still being made", async () => {
    hooks.written = async () => void (await pause(100));
    const key = keyFor();
    const answers = await Promise.all(Array.from({ length: 12 }, () => deposit(key)));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]!.data.deposit.account.balance).toBe(5);
    expect(await effects()).toEqual(once());
  });

  test("is refused when it asks for something else, and nothing is shown of the first", async () => {
    const { key } = keyFor();
    await deposit(keyFor("one", key));
    const other = await deposit(keyFor("another", key), { amount: 7 });
    expect(other.data).toEqual({ deposit: null });
    expect(codesOf(other)).toEqual(["IDEMPOTENCY_MISMATCH"]);
    expect(await effects()).toEqual(once());
  });

  test("is another change for another person, and through another application", async () => {
    const key = keyFor();
    const elsewhere: Viewer = { ...sophie, application: "another" };
    for (const viewer of [sophie, claire, elsewhere]) expect(codesOf(await deposit(key, { viewer }))).toEqual([]);
    expect(await effects()).toEqual({ balance: 15, entries: 3, events: 3 });
  });

  test("is refused when it is sent again for another organisation", async () => {
    const key = keyFor();
    await deposit(key);
    const viewer = { ...sophie, organization: organizations.association };
    expect(codesOf(await deposit(key, { viewer }))).toEqual(["IDEMPOTENCY_MISMATCH"]);
    expect(await effects()).toEqual(once());
  });

  test.each([
    ["refused with userErrors", REFUSED],
    ["broken off by an error", BROKEN],
  ])("that was %s leaves nothing, and its key is free", async (_how, amount) => {
    const key = keyFor();
    const { data } = await deposit(key, { amount });
    expect(data.deposit?.account ?? null).toBeNull();
    expect(await effects()).toEqual(never);
    expect((await deposit(key)).data.deposit.account.balance).toBe(5);
    expect(await effects()).toEqual(once());
  });

  test("that fails lets the retry that waits for it make the change", async () => {
    let isHeld = true;
    hooks.written = async () => {
      if (!isHeld) return;
      isHeld = false;
      await pause(200);
      throw new Error("broken");
    };
    const key = keyFor();
    const answers = await Promise.all([deposit(key), deposit(key)]);
    expect(answers.flatMap(codesOf)).toEqual(["SOURCE_UNAVAILABLE"]);
    expect(await effects()).toEqual(once());
  });

  test("is told apart by the place of its field, so that one operation may make several", async () => {
    const query =
      "mutation ($account: ID!, $amount: Int!) { one: deposit(account: $account, amount: $amount) { added } two: deposit(account: $account, amount: $amount) { account { balance } } }";
    const key = keyFor();
    const first = await deposit(key, { query });
    expect(first.data).toEqual({ one: { added: 5 }, two: { account: { balance: 10 } } });
    expect(await deposit(key, { query })).toEqual(first);
    expect(await effects()).toEqual({ balance: 10, entries: 2, events: 2 });
  });

  test("shows in its retry what she may see then, and nothing of what was withdrawn since", async () => {
    const key = keyFor();
    expect((await deposit(key, { viewer: claire })).data.deposit.account.balance).toBe(5);
    hooks.isPermitted = () => false;
    const { data, errors } = await deposit(key, { viewer: claire });
    expect(data).toEqual({ deposit: { account: null, added: 5, userErrors: [] } });
    expect(errors).toBeUndefined();
  });

  test("shows in its retry nothing of what her role no longer lets her see", async () => {
    hooks.isPermitted = () => false;
    const key = keyFor();
    expect((await deposit(key)).data.deposit.account.balance).toBe(5);
    const { data } = await deposit(key, { viewer: { ...sophie, roles: [] } });
    expect(data.deposit.account).toBeNull();
  });

  test("shows in its retry the record as it has become, and no record that is gone", async () => {
    const key = keyFor();
    await deposit(key);
    await deposit(keyFor(), { amount: 2 });
    expect((await deposit(key)).data.deposit.account.balance).toBe(7);
    await sql("delete from entry where account_id = ?", [account]);
    await sql("delete from account where id = ?", [account]);
    expect((await deposit(key)).data.deposit).toEqual({ account: null, added: 5, userErrors: [] });
  });

  test("keeps lists of records too", async () => {
    const ids = [account, await openAccount()];
    const query = `mutation { transfer(from: "${ids[0]}", to: "${ids[1]}") { accounts { id balance } userErrors { code } } }`;
    const key = keyFor();
    const first = await hub.ask("ledger", sophie, query, {}, key);
    expect(first.data.transfer.accounts).toEqual([
      { id: ids[0], balance: -1 },
      { id: ids[1], balance: 1 },
    ]);
    expect(await hub.ask("ledger", sophie, query, {}, key)).toEqual(first);
  });

  test("leaves a row that names nobody, holds no key and no word of the answer", async () => {
    const { key, content } = keyFor({ note: "secret" }, "her-name-2026");
    await deposit({ key, content });
    const rows = JSON.stringify(
      await sql("select * from idempotency_key where payload::text like ?", [`%${account}%`]),
    );
    expect(rows).toContain(account);
    for (const word of [key, "secret", sophie.subject, sophie.application, people.amina, "balance"])
      expect(rows.includes(word)).toBe(false);
  });

  test("is forgotten after its hours, also before the row is removed", async () => {
    const key = keyFor();
    await deposit(key);
    await sql("update idempotency_key set expires_at = now() - interval '1 second'");
    await deposit(key);
    expect(await effects()).toEqual({ balance: 10, entries: 2, events: 2 });
    const [{ hours }] = await sql(
      "select extract(epoch from max(expires_at) - now()) / 3600 as hours from idempotency_key",
    );
    expect(Number(hours)).toBeCloseTo(24, 0);
  });
});

describe("keys past their hours", () => {
  const query = async (text: string) => ({ rowCount: (await sql(`${text} returning 1`)).length });

  test("are removed, and no others", async () => {
    await sql("delete from idempotency_key");
    const late = "select 'late' || n, '', null, now() - interval '1 second' from generate_series(1, 2500) n";
    await sql(`insert into idempotency_key (id, content, payload, expires_at) ${late}`);
    await deposit(keyFor());
    expect(await forgetExpiredKeys(query)).toBe(2_500);
    expect(await sql("select 1 from idempotency_key")).toHaveLength(1);
  });

  test("are removed by the queue, by whichever process comes first", async () => {
    const tasks = await sql("select identifier from graphile_worker._private_known_crontabs");
    expect(tasks).toContainEqual({ identifier: "forget_expired_keys" });
    await sql("update idempotency_key set expires_at = now() - interval '1 second'");
    await sql("select graphile_worker.add_job('forget_expired_keys')");
    for (let tries = 0; tries < 300; tries++) {
      if ((await sql("select 1 from idempotency_key")).length === 0) return;
      await pause(50);
    }
    throw new Error("In fifteen seconds no key was removed.");
  });
});

describe("a change", () => {
  test("without a key is made as often as it is sent", async () => {
    await deposit(null);
    await deposit(null);
    expect(await effects()).toEqual({ balance: 10, entries: 2, events: 2 });
  });

  const words = () => seen.map((statement) => statement.split(" ")[0]);
  const OWN = ["savepoint", "select", "insert", "update", "select", "release"];
  test("costs what its service costs, and two statements more for its key", async () => {
    await deposit(null);
    expect(words()).toEqual(["begin", ...OWN, "commit"]);
    seen.length = 0;
    const key = keyFor();
    await deposit(key);
    expect(words()).toEqual(["begin", "insert", ...OWN, "update", "commit"]);
    seen.length = 0;
    await deposit(key);
    expect(words()).toEqual(["begin", "insert", "select", "select", "commit"]);
  });

  test("cut off from its database after any of its statements is made whole or not at all, and its retry makes it once", async () => {
    const [untilCommit, committed] = [9, 10];
    for (let last = 1; last <= committed; last++) {
      account = await openAccount();
      const key = keyFor();
      let count = 0;
      onStatement = () => {
        count += 1;
        if (count === last) line.cutOpenTransactions();
      };
      const answer = await deposit(key);
      onStatement = () => {};
      // When the line is found dead at COMMIT, nobody here can tell whether it was received.
      const codes = last === committed ? [] : [last === untilCommit ? "OUTCOME_UNKNOWN" : "SOURCE_UNAVAILABLE"];
      expect({ last, codes: codesOf(answer) }).toEqual({ last, codes });
      expect(await effects()).toEqual(last === committed ? once() : never);
      expect((await deposit(key)).data.deposit.account.balance).toBe(5);
      expect(await effects()).toEqual(once());
    }
  });

  test.each([
    ["after COMMIT is done" as const, once()],
    ["before COMMIT arrives" as const, never],
  ])("cut off %s has an unknown outcome, and its retry tells the one true result", async (where, made) => {
    const key = keyFor();
    line.cut(where);
    const answer = await deposit(key);
    expect(line.isArmed).toBe(false);
    expect(answer.data).toEqual({ deposit: null });
    expect(codesOf(answer)).toEqual(["OUTCOME_UNKNOWN"]);
    expect(await effects()).toEqual(made);
    expect((await deposit(key)).data.deposit.account.balance).toBe(5);
    expect(await effects()).toEqual(once());
  });

  test("that PostgreSQL refuses at COMMIT has failed for sure", async () => {
    await sql(`create function refuse_at_commit() returns trigger language plpgsql as $$
      begin if new.amount = 77 then raise exception 'no' using errcode = '23514'; end if; return null; end $$`);
    await sql(`create constraint trigger at_commit after insert on entry deferrable initially deferred
      for each row execute function refuse_at_commit()`);
    expect(codesOf(await deposit(keyFor(), { amount: 77 }))).toEqual(["SOURCE_UNAVAILABLE"]);
    expect(await effects()).toEqual(never);
  });

  test("that runs into a deadlock is made again, unseen", async () => {
    const other = await openAccount();
    let arrived = 0;
    hooks.betweenLocks = async () => {
      // Both hold their first account; what is made again finds nobody in its way.
      arrived += 1;
      for (let tries = 0; arrived < 2 && tries < 200; tries++) await pause(10);
    };
    const move = (from: string, to: string) =>
      hub.ask(
        "ledger",
        sophie,
        "mutation ($from: ID!, $to: ID!) { transfer(from: $from, to: $to) { userErrors { code } } }",
        { from, to },
      );
    const answers = await Promise.all([move(account, other), move(other, account)]);
    for (const { data, errors } of answers)
      expect([data, errors]).toEqual([{ transfer: { userErrors: [] } }, undefined]);
    expect(arrived).toBe(3);
    expect((await effects()).entries).toBe(2);
    expect((await effects(other)).entries).toBe(2);
  });

  test("that loses to others again and again is told that the record changed meanwhile", async () => {
    let attempts = 0;
    hooks.written = async () => {
      attempts += 1;
      throw Object.assign(new Error("could not serialize access"), { code: "40001" });
    };
    expect(codesOf(await deposit(keyFor()))).toEqual(["CONFLICT_VERSION"]);
    expect(attempts).toBe(4);
    expect(await effects()).toEqual(never);
  });

  test("leaves connections for the decisions others wait for, however many are made at once", async () => {
    hooks.written = async () => void (await sql("select 1"));
    const answers = await Promise.all(Array.from({ length: 30 }, () => deposit(keyFor())));
    expect(answers.flatMap(codesOf)).toEqual([]);
    expect(await effects()).toEqual({ balance: 150, entries: 30, events: 30 });
  });
});
