import type { KeyObject } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "pino";
import type { openLedgerPool } from "../repositories/ledger-database.ts";
import { loadLedgerKey } from "../repositories/ledger-key.ts";
import { integrate } from "../repositories/ledger-sequencer.ts";

/** With what a pass takes, an entry is in the ledger and under a signed head within a second. */
const EVERY_MS = 400;
const AFTER_A_FAILURE_MS = 2_000;
/** PostgreSQL's code for a table that is not there: the registry still waits for its migrations. */
const UNDEFINED_TABLE = "42P01";

/**
 * Adds to the ledger what is written, pass after pass, until it is stopped; a database that is away is asked again. Every
 * copy of the registry runs it, and one at a time does the work.
 */
export function keepLedger(
  pool: ReturnType<typeof openLedgerPool>,
  logger: Logger,
  ledgerKey: string | undefined,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  let key: KeyObject | undefined;
  let isFailing = false;
  const pass = async (): Promise<number> => {
    try {
      key ??= await loadLedgerKey(pool, ledgerKey);
      const added = await integrate(pool, key);
      isFailing = false;
      // A full pass leaves others waiting.
      return added ? 0 : EVERY_MS;
    } catch (error) {
      if ((error as { code?: string }).code === UNDEFINED_TABLE) return EVERY_MS;
      if (!isFailing) logger.error({ err: error }, "nothing enters the ledger");
      isFailing = true;
      return AFTER_A_FAILURE_MS;
    }
  };
  const run = async () => {
    while (!signal.aborted) await pause(await pass(), undefined, { signal }).catch(() => undefined);
  };
  const life = run();
  return {
    async stop() {
      stopping.abort();
      await life;
      await pool.end();
    },
  };
}
