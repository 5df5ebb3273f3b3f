import type { KeyObject } from "node:crypto";
import { commitmentOf, entryName } from "../policies/ledger-entry.ts";
import { GrowingTree, hashLeaf } from "../policies/merkle-tree.ts";
import { headHash, isSignedBy, type SignedTreeHead } from "../policies/tree-head.ts";
import { listHeads } from "./ledger.ts";
import { CONTENTS } from "./ledger-contents.ts";
import type { LedgerDatabase } from "./ledger-database.ts";

/** What was counted while everything was computed anew. */
export interface Audit {
  readonly leaves: number;
  readonly heads: number;
  readonly erased: number;
  readonly waiting: number;
}

const PAGE = 2_000;

/**
 * Computes the whole ledger anew, from the records to the signatures, and tells each thing that does not fit by its name.
 * Run it in one transaction with a snapshot (repeatable read): the ledger grows meanwhile.
 * @param keys public keys that may have signed heads
 */
export async function auditLedger(
  database: LedgerDatabase,
  keys: readonly KeyObject[],
  tell: (fault: string) => void,
): Promise<Audit> {
  const heads = new HeadCheck(keys, tell);
  const tree = new GrowingTree();
  let erased = 0;
  let next = await listHeads(database, -1, PAGE);
  const checkHeads = async () => {
    while (next[0] && next[0].size <= tree.size) {
      heads.check(next.shift()!, tree);
      if (next.length === 0) next = await listHeads(database, heads.lastSize, PAGE);
    }
  };
  await checkHeads();
  for (let page = await readLeaves(database, -1); page.length > 0; page = await readLeaves(database, tree.size - 1)) {
    const completed: CompletedNode[] = [];
    for (const leaf of page) {
      const index = Number(leaf.index);
      // The rest would be counted from a wrong place: every later root would be called wrong.
      if (index !== tree.size) {
        tell(`leaf ${tree.size} is missing: the next one is leaf ${index}`);
        return { leaves: tree.size, heads: heads.count, erased, waiting: 0 };
      }
      const name = entryName(leaf.kind, leaf.row_id);
      if (leaf.content === null) {
        if (leaf.is_erased) erased += 1;
        else tell(`${name} (leaf ${index}) is gone, and no erasure in the ledger says so`);
      } else if (!commitmentOf(leaf.salt!, leaf.content).equals(leaf.commitment))
        tell(`${name} is not what leaf ${index} commits to: one of the two was changed`);
      completed.push(...tree.append(hashLeaf(leaf.commitment)).map((node) => ({ ...node, leaf: index })));
      await checkHeads();
    }
    await checkNodes(database, completed, tell);
  }
  for (const head of next)
    tell(`head ${head.size} is of ${head.size} leaves, and there are ${tree.size}: the end was cut off`);
  if (heads.lastSize < tree.size)
    tell(
      `leaves ${Math.max(heads.lastSize, 0)} to ${tree.size - 1} are under no head: they were added by somebody else`,
    );
  await tellOutside(database, tell);
  const { rows } = await database.query("select count(*)::int as waiting from ledger_waiting");
  return { leaves: tree.size, heads: heads.count, erased, waiting: rows[0].waiting };
}

/** Checks heads in their order; of roots, the first wrong one is told: every later one is wrong because of it. */
class HeadCheck {
  count = 0;
  lastSize = -1;
  #previous: SignedTreeHead | null = null;
  #isRootWrong = false;

  constructor(
    private readonly keys: readonly KeyObject[],
    private readonly tell: (fault: string) => void,
  ) {}

  check(head: SignedTreeHead, tree: GrowingTree): void {
    const { size, root, prevHeadHash, time } = head;
    if (!isSignedBy(head, this.keys)) this.tell(`head ${size} was not signed with a key of the ledger`);
    if (root !== tree.root.toString("hex") && !this.#isRootWrong) {
      this.#isRootWrong = true;
      this.tell(
        `head ${size} is not the root of the first ${size} leaves: one of leaves ${this.#previous?.size ?? 0} to ${size - 1}, or this head, was changed`,
      );
    }
    if (prevHeadHash !== (this.#previous && headHash(this.#previous)))
      this.tell(`head ${size} does not follow ${this.#previous ? `head ${this.#previous.size}` : "nothing"}`);
    if (this.#previous && time < this.#previous.time) this.tell(`head ${size} is older than the head before it`);
    this.#previous = head;
    this.lastSize = size;
    this.count += 1;
  }
}

interface Leaf {
  readonly index: string;
  readonly kind: string;
  readonly row_id: string;
  readonly commitment: Buffer;
  readonly salt: Buffer | null;
  readonly content: Record<string, unknown> | null;
  readonly is_erased: boolean;
}

async function readLeaves(database: LedgerDatabase, above: number): Promise<Leaf[]> {
  const { rows } = await database.query(
    `select l.index, l.kind, l.row_id, l.commitment, c.salt, c.content, e.id is not null as is_erased
     from (select * from ledger_leaf where index > $1 order by index limit $2) l
       left join lateral (select * from (${CONTENTS}) c where c.kind = l.kind and c.row_id = l.row_id) c on true
       left join ledger_erasure e on e.kind = l.kind and e.row_id = l.row_id
     order by l.index`,
    [above, PAGE],
  );
  return rows;
}

type CompletedNode = ReturnType<GrowingTree["append"]>[number] & { readonly leaf: number };

/** Of the nodes above one wrong leaf, the lowest is told. */
async function checkNodes(
  database: LedgerDatabase,
  completed: readonly CompletedNode[],
  tell: (fault: string) => void,
): Promise<void> {
  const { rows } = await database.query(
    `select n.hash from unnest($1::int[], $2::bigint[]) with ordinality as asked(level, position, ordinal)
     left join ledger_node n on n.level = asked.level and n.position = asked.position order by ordinal`,
    [completed.map(({ level }) => level), completed.map(({ position }) => position)],
  );
  let toldOf = -1;
  for (const [at, { level, position, hash, leaf }] of completed.entries()) {
    if (leaf === toldOf || (rows[at].hash !== null && hash.equals(rows[at].hash))) continue;
    toldOf = leaf;
    tell(`node ${level}/${position}, completed by leaf ${leaf}, does not fit the leaves below it`);
  }
}

/** Records no leaf speaks of, and what waits for a record that is gone. */
async function tellOutside(database: LedgerDatabase, tell: (fault: string) => void): Promise<void> {
  const { rows: outside } = await database.query(
    `select c.kind, c.row_id from (${CONTENTS}) c
     where not exists (select from ledger_leaf l where l.kind = c.kind and l.row_id = c.row_id)
       and not exists (select from ledger_waiting w where w.kind = c.kind and w.row_id = c.row_id)
     order by 1, 2 limit ${PAGE}`,
  );
  for (const { kind, row_id } of outside)
    tell(
      `${entryName(kind, row_id)} is in no leaf and does not wait for one: it was slipped in, or hidden from the ledger`,
    );
  const { rows: lost } = await database.query(
    `select w.kind, w.row_id from ledger_waiting w
     where not exists (select from (${CONTENTS}) c where c.kind = w.kind and c.row_id = w.row_id) order by 1, 2 limit ${PAGE}`,
  );
  for (const { kind, row_id } of lost) tell(`${entryName(kind, row_id)} is gone before it entered the ledger`);
}
