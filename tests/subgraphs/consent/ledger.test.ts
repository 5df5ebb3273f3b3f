import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { people } from "../../../scripts/development/world.ts";
import { witness } from "../../../scripts/ledger/witness.ts";
import { isIncluded } from "../../../subgraphs/consent/policies/merkle-proof.ts";
import { hashLeaf } from "../../../subgraphs/consent/policies/merkle-tree.ts";
import type { SignedTreeHead } from "../../../subgraphs/consent/policies/tree-head.ts";
import { inTransaction, openLedgerPool } from "../../../subgraphs/consent/repositories/ledger-database.ts";
import { eraseRecords } from "../../../subgraphs/consent/repositories/ledger-erasure.ts";
import { listLedgerKeys } from "../../../subgraphs/consent/repositories/ledger-key.ts";
import { integrate } from "../../../subgraphs/consent/repositories/ledger-sequencer.ts";
import { createConsent } from "../../../subgraphs/consent/subgraph.ts";
import { type LedgerRegistry, startLedgerRegistry } from "../../support/ledger-registry.ts";
import { runNode } from "../../support/run-node.ts";
import { freePorts, spawnProcess, untilReady } from "../../support/spawned-process.ts";

let registry: LedgerRegistry;
let keys: KeyObject[];
let folder: string;
beforeAll(async () => {
  registry = await startLedgerRegistry();
  await registry.recordEvent();
  await registry.settle();
  keys = await listLedgerKeys(registry.pool);
});
afterAll(() => registry?.close());
/** Each test has a witness of its own, and a ledger that has grown. */
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "ledger-"));
  await registry.recordEvent();
  await registry.decideAbout(5);
  await registry.settle();
});
afterEach(() => rmSync(folder, { recursive: true }));

const headsFile = () => path.join(folder, "heads.ndjson");
const look = (trusted = keys) => witness({ url: registry.url, headsFile: headsFile(), keys: trusted });
const stored = () => readFileSync(headsFile(), "utf8").trimEnd().split("\n");
const get = async (route: string) => {
  const answer = await fetch(`${registry.url}${route}`);
  // biome-ignore lint/suspicious/noExplicitAny: each test compares what it needs
  return { status: answer.status, body: (await answer.json()) as any };
};
/** Everything at once, as the one who owns the server may do it. */
const asOwner = (...statements: string[]) =>
  inTransaction(registry.pool, async (database) => {
    await database.query("set local session_replication_role = replica");
    for (const statement of statements) await database.query(statement);
  });
const FORGET_TREE = ["delete from ledger_leaf", "delete from ledger_node", "delete from ledger_head"];
const ALL_WAIT_AGAIN = [
  "insert into ledger_waiting (kind, row_id) select 'event', id from consent_event order by id",
  "insert into ledger_waiting (kind, row_id) select 'evidence', id from consent_evidence order by id",
  "insert into ledger_waiting (kind, row_id) select 'decision', id from decision_record order by id",
];

describe("whoever owns the database can make a ledger that fits itself, and a witness tells:", () => {
  test("a record changed", async () => {
    await look();
    await asOwner(
      "update decision_record set is_permitted = not is_permitted where id = (select max(id) from decision_record)",
      ...FORGET_TREE,
      ...ALL_WAIT_AGAIN,
    );
    await registry.settle();
    expect(await registry.faults()).toEqual([]);
    await expect(look()).rejects.toThrow(/^FORKED/);
    // Growing on does not hide it.
    await registry.decideAbout(4);
    await registry.settle();
    expect(await registry.faults()).toEqual([]);
    await expect(look()).rejects.toThrow(/^REWRITTEN/);
    expect(stored()).toHaveLength(1);
  });

  test("a record deleted, the last ones cut off, one slipped in, their order changed", async () => {
    const { size } = await look();
    await asOwner(
      "create table taken as select * from decision_record order by id limit 1",
      "delete from decision_record where id = (select id from taken)",
      ...FORGET_TREE,
      ...ALL_WAIT_AGAIN,
    );
    expect(await registry.settle()).toBe(size - 1);
    expect(await registry.faults()).toEqual([]);
    await expect(look()).rejects.toThrow(/^ROLLED BACK/);
    await asOwner(
      "update taken set reason = 'HOLDER'",
      "insert into decision_record overriding system value select * from taken",
      ...FORGET_TREE,
      ...ALL_WAIT_AGAIN,
    );
    expect(await registry.settle()).toBe(size);
    expect(await registry.faults()).toEqual([]);
    await expect(look()).rejects.toThrow(/^FORKED/);
    await asOwner(...FORGET_TREE, ...ALL_WAIT_AGAIN.toReversed());
    expect(await registry.settle()).toBe(size);
    expect(await registry.faults()).toEqual([]);
    await expect(look()).rejects.toThrow(/^FORKED/);
    await asOwner(
      "delete from decision_record where id in (select id from decision_record order by id desc limit 2)",
      ...FORGET_TREE,
      ...ALL_WAIT_AGAIN,
    );
    expect(await registry.settle()).toBe(size - 2);
    expect(await registry.faults()).toEqual([]);
    await expect(look()).rejects.toThrow(/^ROLLED BACK/);
  });

  test("a return to an earlier state, before and after it has grown again", async () => {
    const tables = ["consent_event", "decision_record", "ledger_leaf", "ledger_node", "ledger_head"];
    for (const table of tables) await registry.pool.query(`create table saved_${table} as table ${table}`);
    await look();
    await registry.decideAbout(3);
    await registry.settle();
    const { size } = await look();
    await asOwner(
      ...tables.flatMap((table) => [
        `delete from ${table}`,
        `insert into ${table} ${/ledger/.test(table) ? "" : "overriding system value"} table saved_${table}`,
      ]),
    );
    expect(await registry.faults()).toEqual([]);
    await expect(look()).rejects.toThrow(/^ROLLED BACK/);
    await registry.decideAbout(5);
    expect(await registry.settle()).toBeGreaterThan(size);
    expect(await registry.faults()).toEqual([]);
    await expect(look()).rejects.toThrow(/^REWRITTEN/);
  });

  test("a head signed with another key", async () => {
    const stranger = generateKeyPairSync("ed25519").publicKey;
    await expect(look([stranger])).rejects.toThrow(/^Head \d+ is not signed with a key you gave/);
    await look();
    await asOwner("update ledger_head set root = sha256(root)");
    await expect(look()).rejects.toThrow(/is not signed with a key you gave/);
    expect(stored()).toHaveLength(1);
    // Nothing more is signed on top of it, until the owner makes the whole anew.
    await registry.recordEvent();
    await asOwner("delete from ledger_waiting", ...FORGET_TREE, ...ALL_WAIT_AGAIN);
    await registry.settle();
  });
});

test("a witness stores each head that only adds to the last, and runs on nothing but a key and its file", async () => {
  const first = await look();
  expect(await look()).toEqual(first);
  await registry.recordEvent();
  await registry.settle();
  const second = await look();
  expect(second.size).toBe(first.size + 1);
  expect(stored().map((line) => JSON.parse(line))).toEqual([first, second]);

  const keyFile = path.join(folder, "key.pem");
  const command = (...words: string[]) =>
    runNode(["--import", "./scripts/typescript.mjs", "scripts/ledger.ts", ...words]);
  const database = ["--database", registry.databaseUrl];
  const key = await command("key", ...database);
  expect(key).toMatchObject({ code: 0, stderr: "" });
  writeFileSync(keyFile, key.stdout);
  const watch = ["witness", "--url", registry.url, "--heads", headsFile(), "--key", keyFile];
  const seen = await command(...watch);
  expect(seen).toMatchObject({ code: 0, stderr: "", stdout: expect.stringContaining(`✓ ${second.size} leaves`) });
  expect(await command("verify", ...database, "--key", keyFile)).toMatchObject({
    code: 0,
    stdout: `${second.size} leaves (0 of erased records), ${await countHeads()} heads, 0 waiting: all fits\n`,
  });
  expect(JSON.parse((await command("head", ...database)).stdout)).toEqual(second);

  const { rows } = await registry.pool.query("select max(id) as last from decision_record");
  const entry = `decision:${rows[0].last}`;
  const proved = JSON.parse((await command("prove", entry, ...database)).stdout);
  expect(proved).toMatchObject({ entry, head: second });
  const hash = hashLeaf(Buffer.from(proved.commitment, "hex"));
  expect(isIncluded({ index: proved.leaf, hash }, asTree(second), proved.proof.map(fromHex))).toBe(true);
  expect(await command("prove", "decision:999999", ...database)).toMatchObject({ code: 1 });

  await asOwner(
    "update decision_record set is_permitted = not is_permitted where id = (select max(id) from decision_record)",
  );
  const { code, stdout } = await command("verify", ...database);
  expect(stdout).toContain(`✗ ${entry} is not what leaf ${proved.leaf} commits to: one of the two was changed\n`);
  expect(code).toBe(1);
  await asOwner(...FORGET_TREE, ...ALL_WAIT_AGAIN);
  await registry.settle();
  const forked = await command(...watch);
  expect(forked).toMatchObject({ code: 1, stderr: expect.stringMatching(/^FORKED/) });
  // The two heads that contradict each other are the evidence.
  expect(
    forked.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).size),
  ).toEqual([second.size, second.size]);
});

const countOf = async (table: string, person: string) =>
  (await registry.pool.query(`select count(*)::int as n from ${table} where person_id = $1`, [person])).rows[0].n;
const fromHex = (text: string) => Buffer.from(text, "hex");
const asTree = ({ size, root }: SignedTreeHead) => ({ size, root: fromHex(root) });
const countHeads = async () => (await registry.pool.query("select count(*)::int as n from ledger_head")).rows[0].n;

test("what is published is hashes, sizes and a time, and only of trees under a signed head", async () => {
  const { body: head } = await get("/ledger/head");
  expect(Object.keys(head).sort()).toEqual(["kid", "prevHeadHash", "root", "signature", "size", "time"]);
  const { body } = await get(`/ledger/inclusion?leaf=0&size=${head.size}`);
  expect(Object.keys(body).sort()).toEqual(["leaf", "proof", "size"]);
  for (const hash of body.proof) expect(hash).toMatch(/^[0-9a-f]{64}$/);
  for (const wrong of [
    "consistency",
    `consistency?from=0&to=${head.size}`,
    `consistency?from=1&to=${head.size + 1}`,
    `consistency?from=${head.size}&to=-1`,
    `consistency?from=${head.size}&from=1&to=${head.size}`,
    `inclusion?leaf=${head.size}&size=${head.size}`,
    `inclusion?leaf=1.5&size=${head.size}`,
    `inclusion?leaf=0&size=99999999999999999999`,
  ])
    expect({ wrong, status: (await get(`/ledger/${wrong}`)).status }).toEqual({ wrong, status: 404 });
});

test("once a person's records are erased no value of theirs is left, and every proof still holds", async () => {
  const before = await look();
  const { rows: hers } = await registry.pool.query(
    `select l.index, l.kind, l.row_id from ledger_leaf l
       left join consent_event e on l.kind = 'event' and e.id = l.row_id
       left join consent_evidence v on l.kind = 'evidence' and v.id = l.row_id
       left join decision_record d on l.kind = 'decision' and d.id = l.row_id
     where coalesce(e.person_id, v.person_id, d.person_id) = $1`,
    [people.amina],
  );
  const brunos = await countOf("decision_record", people.bruno);
  expect(brunos).toBeGreaterThan(0);
  const telling = await registry.pool.query(
    `select salt::text as value from decision_record where person_id = $1
     union select salt::text from consent_event where person_id = $1 union select consent_id::text from consent_event where person_id = $1
     union select $1::text`,
    [people.amina],
  );
  const erased = await inTransaction(registry.pool, (database) => eraseRecords(database, people.amina));
  expect(erased).toBe(hers.length);
  expect(erased).toBeGreaterThanOrEqual(1 + 1 + 5);
  await registry.settle();

  const after = await look();
  expect(after.size).toBe(before.size + erased);
  expect(await registry.faults()).toEqual([]);
  for (const { index, kind, row_id } of hers) {
    const { rows } = await registry.pool.query("select commitment from ledger_leaf where index = $1", [index]);
    const { body } = await get(`/ledger/inclusion?leaf=${index}&size=${before.size}`);
    const leaf = { index: Number(index), hash: hashLeaf(rows[0].commitment) };
    expect(isIncluded(leaf, asTree(before), body.proof.map(fromHex))).toBe(true);
    const { rows: notes } = await registry.pool.query("select from ledger_erasure where kind = $1 and row_id = $2", [
      kind,
      row_id,
    ]);
    expect(notes).toHaveLength(1);
  }
  const tables = await registry.pool.query(
    "select tablename from pg_tables where schemaname = 'public' and (tablename like 'ledger_%' or tablename in ('consent_event', 'consent_evidence', 'decision_record'))",
  );
  expect(tables.rows).toHaveLength(9);
  for (const { tablename } of tables.rows) {
    const { rows } = await registry.pool.query(`select t::text as line from ${tablename} t`);
    const lines = rows.map(({ line }) => line).join("\n");
    for (const { value } of telling.rows)
      expect({ tablename, isThere: lines.includes(value) }).toEqual({ tablename, isThere: false });
  }
  // Bruno's are untouched.
  expect(await countOf("decision_record", people.bruno)).toBe(brunos);
});

test("what is written by many while sequencers are killed enters the ledger once, in one order", async () => {
  const before = await registry.settle();
  const [port] = await freePorts(1);
  const other = spawnProcess(["subgraphs/index.ts", "consent"], {
    PORT: port!,
    DATABASE_URL: registry.databaseUrl,
    PEERS: `gateway=${registry.url}`,
    LOG_LEVEL: "error",
  });
  const own = openLedgerPool(registry.databaseUrl);
  try {
    await untilReady(other);
    const { rows } = await registry.pool.query("select private_key from ledger_key");
    const key = createPrivateKey(rows[0].private_key);
    let isWriting = true;
    const kill = async () => {
      while (isWriting) {
        await registry.pool.query(
          "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'passerelle-ledger' and datname = current_database() and state <> 'idle'",
        );
        await new Promise((resolve) => setTimeout(resolve, 7));
      }
    };
    const add = async () => {
      while (isWriting) {
        await integrate(own, key).catch(() => undefined);
        await new Promise((resolve) => setTimeout(resolve, 3));
      }
    };
    const background = [kill(), add(), add()];
    const writers = [
      registry.decideAbout(60),
      registry.decideAbout(60),
      registry.recordEvent(),
      registry.recordEvent(),
    ];
    await registry.decideAbout(20);
    await other.end("SIGKILL");
    await Promise.all(writers);
    isWriting = false;
    await Promise.all(background);
    expect(await registry.settle()).toBe(before + 2 * (60 + 60 + 20) + 2);
    expect(await registry.faults()).toEqual([]);
  } finally {
    await other.end("SIGKILL");
    await own.end();
  }
}, 60_000);

test("a key of the operator's own signs from its first start on, and what the older one signed stays good", async () => {
  const before = await look();
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  await registry.hub.running.consent!.close();
  const { url } = await registry.hub.start(
    createConsent({ ledgerKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString() }),
    {
      databaseUrl: registry.databaseUrl,
    },
  );
  await registry.recordEvent();
  await registry.settle();
  const next = { url, headsFile: headsFile() };
  await expect(witness({ ...next, keys })).rejects.toThrow(/is not signed with a key you gave/);
  const after = await witness({ ...next, keys: [...keys, publicKey] });
  expect(after.size).toBe(before.size + 1);
  expect(after.kid).not.toBe(before.kid);
  expect(await registry.faults()).toEqual([]);
  const { rows } = await registry.pool.query("select private_key from ledger_key where kid = $1", [after.kid]);
  expect(rows).toEqual([{ private_key: null }]);
});
