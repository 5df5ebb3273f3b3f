import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { open, readFile, rename } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { readPostmasterFile } from "./postmaster-file.ts";
import { CHILD_SURROUNDINGS, type HostAccount, lastLines } from "./run-program.ts";
import type { RunningServer } from "./surviving-server.ts";

/** A server that is our own child; `ended` resolves when its process is gone. */
export interface LaunchedServer extends RunningServer {
  readonly child: ChildProcess;
  readonly ended: Promise<void>;
}

export interface Launch {
  readonly postgres: string;
  readonly cluster: string;
  readonly logFile: string;
  readonly account: HostAccount | undefined;
  /** 0: a free one. */
  readonly port: number;
  readonly args: readonly string[];
}

/** Replaying the journal of a crash may take long; a server that says nothing for this long never will. */
const PATIENCE_MS = 180_000;

/**
 * Starts the server and waits until it accepts connections.
 * @throws EmbeddedPostgresError START_FAILED (with the end of its log), PORT_IN_USE
 */
export async function launchServer(launch: Launch): Promise<LaunchedServer> {
  for (let attempt = 1; ; attempt += 1) {
    const port = launch.port === 0 ? await findFreePort() : launch.port;
    try {
      return await launchOn(launch, port);
    } catch (error) {
      const isPortTaken = error instanceof EmbeddedPostgresError && error.code === "PORT_IN_USE";
      // Between our finding a free port and the server's taking it, another program may have come.
      if (!isPortTaken || launch.port !== 0 || attempt === 5) throw error;
    }
  }
}

/**
 * `postgres` is our direct child, not a daemon made by `pg_ctl start`: its end reaches us at once, its number cannot
 * be reused while we hold it, and there is no second program to wait for. It leads a session of its own
 * (`detached`), or Ctrl-C in a terminal would stop the database while the caller still finishes its requests.
 */
async function launchOn(launch: Launch, port: number): Promise<LaunchedServer> {
  await rename(launch.logFile, `${launch.logFile}.previous`).catch(() => undefined);
  const log = await open(launch.logFile, "wx", 0o600);
  const child = spawn(launch.postgres, ["-D", launch.cluster, "-p", String(port), ...launch.args], {
    ...CHILD_SURROUNDINGS,
    ...(launch.account && { uid: launch.account.uid, gid: launch.account.gid }),
    stdio: ["ignore", log.fd, log.fd],
    detached: true,
  });
  let isGone = false;
  const ended = new Promise<void>((resolve) => {
    const leave = () => {
      isGone = true;
      resolve();
    };
    child.once("exit", leave);
    child.once("error", leave);
  });
  await log.close();

  for (const deadline = Date.now() + PATIENCE_MS; !isGone; await Promise.race([ended, pause(15)])) {
    const file = await readPostmasterFile(launch.cluster);
    if (file?.pid === child.pid && file?.status === "ready") {
      // The database alone is no reason to keep the caller running; who forgets `stop` finds it at the next start.
      child.unref();
      return { pid: file.pid, port: file.port, child, ended };
    }
    if (Date.now() > deadline) {
      child.kill("SIGQUIT");
      await ended;
    }
  }
  throw await refusal(launch, port);
}

async function refusal(launch: Launch, port: number): Promise<EmbeddedPostgresError> {
  const detail = lastLines(await readFile(launch.logFile, "utf8").catch(() => ""));
  if (/could not bind .*: Address already in use/.test(detail)) {
    return new EmbeddedPostgresError(
      "PORT_IN_USE",
      `Port ${port} of 127.0.0.1 is taken: stop the program that listens there, or choose another port (0 for any free one).`,
      { detail },
    );
  }
  return new EmbeddedPostgresError(
    "START_FAILED",
    `PostgreSQL ended while it was starting on ${launch.cluster}: read the detail, which is the end of ${launch.logFile}.`,
    { detail },
  );
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}
