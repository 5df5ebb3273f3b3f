import { setTimeout as pause } from "node:timers/promises";

const PAUSE_MS = 500;
/** PostgreSQL's codes for a server that goes, is gone, comes, or has no connection left; and the network's own. */
const AWAY = /^(08\d{3}|57P0[123]|53300|ECONN\w+|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH)$/;
const CUT_OFF = /^Connection terminated|timeout expired/;

/**
 * Does `work` on a database, again and again while that cannot be reached: processes start in any order. Whatever else
 * goes wrong is thrown at once, such as a wrong password or a migration that does not fit.
 * @param onAway told once, when the database is first found away
 */
export async function whenReachable(work: () => Promise<unknown>, onAway: (error: unknown) => void): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return void (await work());
    } catch (error) {
      if (!isAway(error)) throw error;
      if (attempt === 1) onAway(error);
      await pause(PAUSE_MS);
    }
  }
}

/** Libraries wrap the driver's error, some more than once. */
function isAway(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  const { code, message, cause, previous } = error as Record<string, unknown>;
  return AWAY.test(String(code)) || CUT_OFF.test(String(message)) || isAway(cause) || isAway(previous);
}
