import { Pool, type QueryResult } from "pg";

/** What the ledger's statements run on: a pool, or one connection in a transaction. */
export interface LedgerDatabase {
  // biome-ignore lint/suspicious/noExplicitAny: rows of any statement
  query(text: string, values?: unknown[]): Promise<QueryResult<any>>;
}

const STATEMENT_TIMEOUT_MS = 10_000;

/**
 * Connections of the ledger's own: what it does every moment by itself takes none of those that decisions need, and is not
 * counted among the statements of a request.
 */
export function openLedgerPool(url: string, statementTimeout = STATEMENT_TIMEOUT_MS): Pool {
  const pool = new Pool({
    connectionString: url,
    max: 2,
    connectionTimeoutMillis: 5_000,
    statement_timeout: statementTimeout,
    application_name: "passerelle-ledger",
  });
  pool.on("error", () => {
    // An idle connection was lost: the next statement opens another, or says why it cannot.
  });
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

/** Runs statements on one connection as one transaction: all of them count, or none. */
export async function inTransaction<Result>(
  pool: Pool,
  work: (database: LedgerDatabase) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    await client.query("begin");
    const result = await work(client);
    await client.query("commit");
    return result;
  } catch (error) {
    failure = error as Error;
    await client.query("rollback").catch(() => undefined);
    throw error;
  } finally {
    // Nobody knows in what state a connection is after a failure.
    client.release(failure);
  }
}
