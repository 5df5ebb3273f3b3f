import { createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { PoolClient } from "pg";
import { migrate, openDatabase } from "../../../kit/database.ts";
import { prepareDatabases } from "../../../scripts/hub/databases.ts";
import { signHead } from "../../../subgraphs/consent/policies/tree-head.ts";
import { findHead } from "../../../subgraphs/consent/repositories/ledger.ts";
import { consent } from "../../../subgraphs/consent/subgraph.ts";
import { type LedgerRegistry, startLedgerRegistry } from "../../support/ledger-registry.ts";
import { freshPrefix } from "../../support/open-test-hub.ts";

let registry: LedgerRegistry;
let size: number;
beforeAll(async () => {
  registry = await startLedgerRegistry();
  // Several heads, some of one leaf.
  for (let round = 0; round < 3; round++) {
    await registry.recordEvent(round === 1 ? { cause: "ASKED_BY_PERSON" } : undefined);
    await registry.settle();
    await registry.decideAbout(3);
    size = await registry.settle();
  }
});
afterAll(() => registry?.close());

let thief: PoolClient;
beforeEach(async () => {
  thief = await registry.pool.connect();
});

/** Does anything to the database as its superuser, past every trigger, and says what a check finds; then all is put back. */
async function foundAfter(...statements: readonly (string | [string, unknown[]])[]): Promise<string[]> {
  try {
    await thief.query("begin");
    await thief.query("set local session_replication_role = replica");
    for (const statement of statements) {
      const [text, values] = typeof statement === "string" ? [statement, []] : statement;
      const { rowCount } = await thief.query(text, values);
      expect({ text, rowCount }).not.toEqual({ text, rowCount: 0 });
    }
    return await registry.faults(thief);
  } finally {
    await thief.query("rollback");
    thief.release();
  }
}

test("a ledger nobody touched fits", async () => {
  expect(size).toBe(2 + 3 * (1 + 6));
  expect(await foundAfter()).toEqual([]);
});

describe("a record that was changed is named, whatever was changed of it:", () => {
  const changed: Readonly<Record<string, string>> = {
    text: "coalesce(%I, '') || 'x'",
    uuid: "'00000000-0000-4000-8000-000000000000'",
    int4: "%I + 1",
    bool: "not %I",
    timestamptz: "%I + interval '1 microsecond'",
    _text: "array_append(%I, 'x')",
    bytea: "sha256(%I)",
    jsonb: `coalesce(%I, '{}') || '{"x": "x"}'`,
  };
  const columnsOf = async (table: string): Promise<{ column_name: string; udt_name: string }[]> =>
    (
      await registry.pool.query(
        "select column_name, udt_name from information_schema.columns where table_name = $1 and column_name <> 'id'",
        [table],
      )
    ).rows;

  test.each([
    ["consent_event", "event", 10 + 1],
    ["consent_evidence", "evidence", 13 + 1],
    ["decision_record", "decision", 18 + 1],
  ])("every column of %s", async (table, kind, count) => {
    thief.release();
    const columns = await columnsOf(table);
    expect(columns).toHaveLength(count);
    const { rows } = await registry.pool.query(
      "select row_id, index from ledger_leaf where kind = $1 order by index offset 1 limit 1",
      [kind],
    );
    const { row_id, index } = rows[0];
    for (const { column_name: column, udt_name: type } of columns) {
      thief = await registry.pool.connect();
      const value = changed[type]!.replaceAll("%I", column);
      const found = await foundAfter(`update ${table} set ${column} = ${value} where id = ${row_id}`);
      expect({ column, found }).toEqual({
        column,
        found: [`${kind}:${row_id} is not what leaf ${index} commits to: one of the two was changed`],
      });
    }
  });
});

describe("what was done to the ledger is found, and where:", () => {
  test("a record deleted", async () => {
    expect(await foundAfter("delete from decision_record where id = 4")).toEqual([
      expect.stringMatching(/^decision:4 \(leaf \d+\) is gone, and no erasure in the ledger says so$/),
    ]);
  });

  test("a record deleted and called erased, without the ledger's knowing", async () => {
    expect(
      await foundAfter(
        "insert into ledger_erasure (kind, row_id) values ('decision', 4)",
        "delete from decision_record where id = 4",
      ),
    ).toEqual([expect.stringMatching(/^erasure:\d+ is in no leaf and does not wait for one/)]);
  });

  test("a record slipped in", async () => {
    expect(
      await foundAfter(
        "create temp table copied as select * from decision_record where id = 4",
        "update copied set id = 900",
        "insert into decision_record overriding system value select * from copied",
      ),
    ).toEqual([expect.stringMatching(/^decision:900 is in no leaf and does not wait for one/)]);
  });

  test("a record renumbered", async () => {
    expect(
      await foundAfter(
        "alter table consent_event alter id drop identity",
        "update consent_event set id = 900 where id = 2",
      ),
    ).toEqual([
      expect.stringMatching(/^event:2 \(leaf 9\) is gone/),
      expect.stringMatching(/^event:900 is in no leaf/),
    ]);
  });

  test("two records that changed places", async () => {
    const found = await foundAfter(
      "alter table decision_record alter id drop identity",
      "update decision_record set id = -1 where id = 4",
      "update decision_record set id = 4 where id = 5",
      "update decision_record set id = 5 where id = -1",
    );
    expect(found).toEqual([
      expect.stringMatching(/^decision:[45] is not what leaf \d+ commits to/),
      expect.stringMatching(/^decision:[45] is not what leaf \d+ commits to/),
    ]);
  });

  test("two leaves that changed places", async () => {
    const found = await foundAfter(
      "update ledger_leaf set index = -1 where index = 9",
      "update ledger_leaf set index = 9 where index = 10",
      "update ledger_leaf set index = 10 where index = -1",
    );
    expect(found).toContain("node 1/4, completed by leaf 9, does not fit the leaves below it");
    expect(found).toContain("node 1/5, completed by leaf 11, does not fit the leaves below it");
    expect(found.filter((fault) => /^head \d+ is not the root/.test(fault))).toHaveLength(1);
    expect(found.filter((fault) => !/^(node|head)/.test(fault))).toEqual([]);
  });

  test("a leaf that was changed", async () => {
    const found = await foundAfter("update ledger_leaf set commitment = sha256(commitment) where index = 22");
    expect(found[0]).toMatch(/^decision:\d+ is not what leaf 22 commits to/);
    expect(found[1]).toMatch(/^head 23 is not the root of the first 23 leaves: one of leaves \d+ to 22, or this head/);
    expect(found).toHaveLength(2);
  });

  test("a leaf taken out", async () => {
    expect(await foundAfter("delete from ledger_leaf where index = 5")).toEqual([
      "leaf 5 is missing: the next one is leaf 6",
    ]);
  });

  test("a leaf put at the end", async () => {
    expect(await foundAfter(["insert into ledger_leaf values ($1, 'decision', 900, sha256('x'))", [23]])).toEqual([
      "decision:900 (leaf 23) is gone, and no erasure in the ledger says so",
      expect.stringMatching(/^node 1\/11, completed by leaf 23/),
      "leaves 23 to 23 are under no head: they were added by somebody else",
    ]);
  });

  test("the end of the leaves cut off", async () => {
    const found = await foundAfter("delete from ledger_leaf where index >= 21");
    expect(found).toContain("head 23 is of 23 leaves, and there are 21: the end was cut off");
    expect(found.filter((fault) => /^decision:\d+ is in no leaf/.test(fault))).toHaveLength(2);
  });

  test("a head whose root, time, or predecessor was changed", async () => {
    expect(await foundAfter("update ledger_head set root = sha256(root) where size = 16")).toEqual([
      "head 16 was not signed with a key of the ledger",
      expect.stringMatching(/^head 16 is not the root of the first 16 leaves/),
      expect.stringMatching(/^head 17 does not follow head 16$/),
    ]);
  });

  test("a head taken out", async () => {
    expect(await foundAfter("delete from ledger_head where size = 16")).toEqual([
      expect.stringMatching(/^head 17 does not follow head \d+$/),
    ]);
  });

  test("a head forged with another key", async () => {
    const head = (await findHead(registry.pool))!;
    const forged = signHead(head, generateKeyPairSync("ed25519").privateKey);
    expect(
      await foundAfter([
        "update ledger_head set kid = $1, signature = decode($2, 'hex') where size = $3",
        [forged.kid, forged.signature, size],
      ]),
    ).toEqual([`head ${size} was not signed with a key of the ledger`]);
  });

  test("a head forged with the ledger's own key", async () => {
    const { rows } = await registry.pool.query("select private_key from ledger_key");
    const key = createPrivateKey(rows[0].private_key);
    expect(createPublicKey(key).asymmetricKeyType).toBe("ed25519");
    const head = (await findHead(registry.pool))!;
    const forged = signHead({ ...head, root: "0".repeat(64) }, key);
    expect(
      await foundAfter([
        "update ledger_head set root = decode($1, 'hex'), signature = decode($2, 'hex') where size = $3",
        [forged.root, forged.signature, size],
      ]),
    ).toEqual([expect.stringMatching(new RegExp(`^head ${size} is not the root of the first ${size} leaves`))]);
  });

  test("a record taken away while it waited", async () => {
    expect(await foundAfter("insert into ledger_waiting (kind, row_id) values ('decision', 900)")).toEqual([
      "decision:900 is gone before it entered the ledger",
    ]);
  });
});

describe("without being a superuser past the triggers, nobody", () => {
  test.each([
    "update decision_record set is_permitted = not is_permitted where id = 4",
    "delete from decision_record where id = 4",
    "update consent_event set act = 'refuse' where id = 1",
    "delete from consent_event where id = 1",
    ...["ledger_leaf", "ledger_node", "ledger_head"].flatMap((table) => [
      `update ${table} set ${table === "ledger_head" ? "size = size" : table === "ledger_leaf" ? "index = index" : "level = level"}`,
      `delete from ${table}`,
      `truncate ${table}`,
    ]),
    "truncate decision_record",
    "truncate consent_event",
    "truncate ledger_erasure",
  ])("can %s", async (statement) => {
    try {
      await expect(thief.query(statement)).rejects.toThrow(/is append-only/);
    } finally {
      thief.release();
    }
  });
});

test("the role of the registry itself may neither change nor empty the ledger, and may write it", async () => {
  thief.release();
  const urls = await prepareDatabases(process.env.TEST_DATABASE_URL!, ["consent"], freshPrefix());
  const orm = await openDatabase({ ...consent.database, url: urls.consent! });
  try {
    await migrate(orm);
    const run = (text: string) => orm.em.fork().execute(text);
    await run("insert into ledger_leaf values (0, 'decision', 1, 'x')");
    for (const table of ["ledger_leaf", "ledger_node", "ledger_head", "ledger_erasure"])
      for (const statement of [`delete from ${table}`, `truncate ${table}`])
        await expect(run(statement)).rejects.toThrow(/permission denied/);
    for (const table of ["consent_event", "decision_record"])
      await expect(run(`truncate ${table}`)).rejects.toThrow(/permission denied/);
    await expect(run("set session_replication_role = replica")).rejects.toThrow(/permission denied/);
  } finally {
    await orm.close();
  }
});
