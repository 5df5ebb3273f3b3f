import {
  consistencyRanges,
  foldNodes,
  inclusionRanges,
  nodesOf,
  type Range,
  type TreeNode,
} from "../policies/merkle-tree.ts";
import type { SignedTreeHead } from "../policies/tree-head.ts";
import type { LedgerDatabase } from "./ledger-database.ts";

/** How the time of a head is written: it is signed as this very text. */
export const HEAD_TIME = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
/** Columns of a head in the form that is signed and published. */
const HEAD = `size::text, encode(root, 'hex') as root, to_char(signed_at at time zone 'UTC', ${HEAD_TIME}) as time,
  encode(prev_head_hash, 'hex') as prev, kid, encode(signature, 'hex') as signature`;

/** The newest head; null when there is none. */
export async function findHead(database: LedgerDatabase): Promise<SignedTreeHead | null> {
  const { rows } = await database.query(`select ${HEAD} from ledger_head order by ledger_head.size desc limit 1`);
  return rows[0] ? asHead(rows[0]) : null;
}

/** Heads above a size, in order. */
export async function listHeads(database: LedgerDatabase, above: number, limit: number): Promise<SignedTreeHead[]> {
  const { rows } = await database.query(
    `select ${HEAD} from ledger_head where size > $1 order by ledger_head.size limit $2`,
    [above, limit],
  );
  return rows.map(asHead);
}

/** Hashes of complete subtrees, in the order asked for. Throws when one is missing. */
export async function readNodes(database: LedgerDatabase, nodes: readonly TreeNode[]): Promise<Buffer[]> {
  const { rows } = await database.query(
    `select case when asked.level = 0 then
         (select sha256('\\x00'::bytea || l.commitment) from ledger_leaf l where l.index = asked.position)
       else (select n.hash from ledger_node n where n.level = asked.level and n.position = asked.position) end as hash
     from unnest($1::int[], $2::bigint[]) with ordinality as asked(level, position, ordinal) order by ordinal`,
    [nodes.map(({ level }) => level), nodes.map(({ position }) => position)],
  );
  if (rows.some(({ hash }) => hash === null)) throw new Error("The ledger misses a part of its tree.");
  return rows.map(({ hash }) => hash);
}

/** The hashes that prove a leaf in the tree of `size`, in hexadecimal. @throws RangeError */
export const proveInclusion = (database: LedgerDatabase, index: number, size: number): Promise<string[]> =>
  hashRanges(database, inclusionRanges(index, size));

/** The hashes that prove that the tree of `to` begins with that of `from`, in hexadecimal. @throws RangeError */
export const proveConsistency = (database: LedgerDatabase, from: number, to: number): Promise<string[]> =>
  hashRanges(database, consistencyRanges(from, to));

async function hashRanges(database: LedgerDatabase, ranges: readonly Range[]): Promise<string[]> {
  const parts = ranges.map(nodesOf);
  const hashes = await readNodes(database, parts.flat());
  return parts.map((part) => foldNodes(hashes.splice(0, part.length)).toString("hex"));
}

interface HeadRow {
  readonly size: string;
  readonly root: string;
  readonly time: string;
  readonly prev: string | null;
  readonly kid: string;
  readonly signature: string;
}

const asHead = ({ size, prev, ...head }: HeadRow): SignedTreeHead => ({
  ...head,
  size: Number(size),
  prevHeadHash: prev,
});
