import { tableOf } from "./ledger-contents.ts";
import type { LedgerDatabase } from "./ledger-database.ts";

/** Some of a person's records have not entered the ledger yet: they can be erased a second later. */
export class RecordsStillWait extends Error {
  override readonly name = "RecordsStillWait";
}

/**
 * Erases every event, signature and decision about a person, content and salt, and leaves an erasure of each in the ledger: what they
 * said is gone, that they were there is not. Run it in a transaction.
 * @returns how many records were erased
 * @throws RecordsStillWait
 */
export async function eraseRecords(database: LedgerDatabase, person: string): Promise<number> {
  let erased = 0;
  for (const kind of ["event", "evidence", "decision"] as const) {
    const table = tableOf(kind);
    const { rows: noted } = await database.query(
      `insert into ledger_erasure (kind, row_id)
       select l.kind, l.row_id from ledger_leaf l join ${table} r on r.id = l.row_id
       where l.kind = $1 and r.person_id = $2 order by l.index returning row_id`,
      [kind, person],
    );
    await database.query(`delete from ${table} where id = any ($1::bigint[])`, [noted.map(({ row_id }) => row_id)]);
    const { rows: left } = await database.query(`select from ${table} where person_id = $1 limit 1`, [person]);
    if (left.length > 0) throw new RecordsStillWait("Some of her records have not entered the ledger yet: try again.");
    erased += noted.length;
  }
  return erased;
}
