import type { EntryKind } from "../policies/ledger-entry.ts";
import type { LedgerDatabase } from "./ledger-database.ts";

export interface LedgerEntry {
  readonly leaf: number;
  /** 32 bytes in hexadecimal: what the leaf holds. */
  readonly commitment: string;
}

/** Where a record is in the ledger; null when it is not, or not yet. */
export async function findEntry(database: LedgerDatabase, kind: EntryKind, row: string): Promise<LedgerEntry | null> {
  const { rows } = await database.query(
    "select index, encode(commitment, 'hex') as commitment from ledger_leaf where kind = $1 and row_id = $2",
    [kind, row],
  );
  return rows[0] ? { leaf: Number(rows[0].index), commitment: rows[0].commitment } : null;
}
