import type { KeyObject } from "node:crypto";
import type { Pool } from "pg";
import { isIdentifier } from "../../kit/identifier.ts";
import { type EntryKind, entryKinds } from "../../subgraphs/consent/policies/ledger-entry.ts";
import { keyIdOf } from "../../subgraphs/consent/policies/tree-head.ts";
import { findHead, proveInclusion } from "../../subgraphs/consent/repositories/ledger.ts";
import { auditLedger } from "../../subgraphs/consent/repositories/ledger-audit.ts";
import { inTransaction } from "../../subgraphs/consent/repositories/ledger-database.ts";
import { findEntry } from "../../subgraphs/consent/repositories/ledger-entries.ts";
import { eraseRecords } from "../../subgraphs/consent/repositories/ledger-erasure.ts";
import { listLedgerKeys } from "../../subgraphs/consent/repositories/ledger-key.ts";
import { LedgerRefused } from "./ledger-refused.ts";

type Tell = (line: string) => void;
const asJson = (value: unknown): string => JSON.stringify(value, null, 2);

/** Computes everything anew and tells each fault; false when there was one. */
export async function verify(pool: Pool, keys: readonly KeyObject[], tell: Tell): Promise<boolean> {
  let faults = 0;
  const audit = await inTransaction(pool, async (database) => {
    await database.query("set transaction isolation level repeatable read, read only");
    const trusted = keys.length > 0 ? keys : await listLedgerKeys(database);
    return auditLedger(database, trusted, (fault) => {
      faults += 1;
      tell(`✗ ${fault}`);
    });
  });
  const { leaves, heads, erased, waiting } = audit;
  tell(
    `${leaves} leaves (${erased} of erased records), ${heads} heads, ${waiting} waiting: ${faults === 0 ? "all fits" : `${faults} faults`}`,
  );
  return faults === 0;
}

export async function printHead(pool: Pool, tell: Tell): Promise<void> {
  tell(asJson(await lastHead(pool)));
}

/** Prints the public key that signed the newest head: what a partner is given, by another way than this ledger's. */
export async function printKey(pool: Pool, tell: Tell): Promise<void> {
  const { kid } = await lastHead(pool);
  const key = (await listLedgerKeys(pool)).find((one) => keyIdOf(one) === kid);
  if (!key) throw new LedgerRefused(`The newest head was signed with a key that is not on record, ${kid}.`);
  tell(String(key.export({ type: "spki", format: "pem" })).trimEnd());
}

/** Prints where an entry is in the ledger and the hashes that prove it against the newest head. */
export async function prove(pool: Pool, name: string, tell: Tell): Promise<void> {
  const [kind, row, ...others] = name.split(":");
  const isName = entryKinds.includes(kind as EntryKind) && /^\d{1,18}$/.test(row ?? "") && others.length === 0;
  if (!isName) throw new LedgerRefused(`Name an entry as decision:42, event:7 or erasure:1; ${name} is none.`);
  const head = await lastHead(pool);
  const entry = await findEntry(pool, kind as EntryKind, row!);
  if (!entry || entry.leaf >= head.size) throw new LedgerRefused(`${name} is not in the ledger, or not yet.`);
  const proof = await proveInclusion(pool, entry.leaf, head.size);
  tell(asJson({ entry: name, ...entry, proof, head }));
}

/** Erases what the ledger's records say about a person. */
export async function erase(pool: Pool, person: string, tell: Tell): Promise<void> {
  if (!isIdentifier(person)) throw new LedgerRefused("Name the person by her identifier.");
  const erased = await inTransaction(pool, (database) => eraseRecords(database, person));
  tell(`${erased} records erased, with their salts; the ledger keeps their commitments and says that they were erased`);
}

async function lastHead(pool: Pool) {
  const head = await findHead(pool);
  if (!head) throw new LedgerRefused("The ledger has no head yet: its registry has not run, or has nothing to tell.");
  return head;
}
