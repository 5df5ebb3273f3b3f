import { setTimeout as pause } from "node:timers/promises";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import type { LaunchedServer } from "./launch-server.ts";
import { isServerOf } from "./postmaster-file.ts";
import { type HostAccount, lastLines, runProgram } from "./run-program.ts";

const FAST_SHUTDOWN_MS = 60_000;

/**
 * Stops our own child: SIGINT is PostgreSQL's fast shutdown (open transactions are rolled back, everything committed
 * is written). After a minute, SIGQUIT: the next start then replays its journal, and still nothing committed is lost.
 */
export async function stopLaunchedServer(server: LaunchedServer): Promise<void> {
  server.child.ref();
  const lastResort = setTimeout(() => server.child.kill("SIGQUIT"), FAST_SHUTDOWN_MS);
  server.child.kill("SIGINT");
  await server.ended;
  clearTimeout(lastResort);
}

/**
 * Stops a server that is not our child through `pg_ctl`, and returns when its process is gone.
 * @throws EmbeddedPostgresError STOP_FAILED
 */
export async function stopSurvivingServer(
  pid: number,
  cluster: string,
  pgCtl: string,
  account: HostAccount | undefined,
): Promise<void> {
  const args = ["stop", "-D", cluster, "-m", "fast", "-w", "-t", String(FAST_SHUTDOWN_MS / 1000)];
  const end = await runProgram(pgCtl, args, account);
  for (const deadline = Date.now() + 5000; await isServerOf(pid, cluster); await pause(20)) {
    if (Date.now() > deadline) {
      throw new EmbeddedPostgresError(
        "STOP_FAILED",
        `PostgreSQL (process ${pid}) does not stop: close what still uses its database, then end that process.`,
        { detail: lastLines(end.output) },
      );
    }
  }
}
