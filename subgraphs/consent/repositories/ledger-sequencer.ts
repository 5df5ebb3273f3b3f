import type { KeyObject } from "node:crypto";
import type { Pool } from "pg";
import { commitmentOf } from "../policies/ledger-entry.ts";
import { GrowingTree, hashLeaf, nodesOf } from "../policies/merkle-tree.ts";
import { headHash, signHead } from "../policies/tree-head.ts";
import { findHead, HEAD_TIME, readNodes } from "./ledger.ts";
import { CONTENTS } from "./ledger-contents.ts";
import { inTransaction, type LedgerDatabase } from "./ledger-database.ts";

/** Any number shared by all copies of the registry: one of them at a time adds to the ledger. */
const SEQUENCER_LOCK = 7_241_307;
const MOST_LEAVES = 1_000;

interface Waiting {
  readonly id: string;
  readonly kind: string;
  readonly row_id: string;
  readonly salt: Buffer;
  readonly content: Record<string, unknown>;
}

/**
 * Turns what waits into leaves and signs the head of the tree they make, in one transaction: killed at any moment, it has
 * done all of it or nothing, and what still waits is taken the next time.
 * @returns how many leaves were added; null when another copy is at it
 */
export function integrate(pool: Pool, key: KeyObject): Promise<number | null> {
  return inTransaction(pool, async (database) => {
    const { rows: locks } = await database.query(
      `select pg_try_advisory_xact_lock($1) as taken, to_char(clock_timestamp() at time zone 'UTC', ${HEAD_TIME}) as time`,
      [SEQUENCER_LOCK],
    );
    const { taken, time } = locks[0];
    if (!taken) return null;
    // What waits without a record stays: somebody removed it, and whoever checks the ledger must see that.
    const { rows: waiting } = await database.query(
      `select w.id, w.kind, w.row_id, c.salt, c.content
       from ledger_waiting w
         join lateral (select * from (${CONTENTS}) c where c.kind = w.kind and c.row_id = w.row_id) c on true
       order by w.id limit $1`,
      [MOST_LEAVES],
    );
    if (waiting.length > 0) await addLeaves(database, key, waiting, time);
    return waiting.length;
  });
}

async function addLeaves(
  database: LedgerDatabase,
  key: KeyObject,
  waiting: readonly Waiting[],
  time: string,
): Promise<void> {
  const last = await findHead(database);
  const size = last?.size ?? 0;
  const tree = new GrowingTree(size, await readNodes(database, nodesOf({ start: 0, end: size })));
  if (last && tree.root.toString("hex") !== last.root) throw new Error("The ledger no longer fits its last head.");
  const commitments = waiting.map(({ salt, content }) => commitmentOf(salt, content));
  const completed = commitments.flatMap((commitment) => tree.append(hashLeaf(commitment)));
  await database.query(
    `insert into ledger_leaf (index, kind, row_id, commitment)
     select $1::bigint + ordinal - 1, kind, row_id, commitment
     from unnest($2::text[], $3::bigint[], $4::bytea[]) with ordinality as leaf(kind, row_id, commitment, ordinal)`,
    [size, waiting.map(({ kind }) => kind), waiting.map(({ row_id }) => row_id), commitments],
  );
  await database.query(
    "insert into ledger_node (level, position, hash) select * from unnest($1::int[], $2::bigint[], $3::bytea[])",
    [completed.map(({ level }) => level), completed.map(({ position }) => position), completed.map(({ hash }) => hash)],
  );
  const root = tree.root.toString("hex");
  const head = signHead({ size: tree.size, root, time, prevHeadHash: last && headHash(last) }, key);
  await database.query(
    `insert into ledger_head (size, root, signed_at, prev_head_hash, kid, signature)
     values ($1, decode($2, 'hex'), $3, decode($4, 'hex'), $5, decode($6, 'hex'))`,
    [head.size, head.root, head.time, head.prevHeadHash, head.kid, head.signature],
  );
  await database.query("delete from ledger_waiting where id = any ($1::bigint[])", [waiting.map(({ id }) => id)]);
}
