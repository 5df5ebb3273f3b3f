import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { ReadinessReport } from "../../kit/readiness.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** One process of the hub, started as an operator starts it. */
export interface SpawnedProcess {
  readonly url: string;
  readonly pid: number;
  /** Everything it wrote so far. */
  readonly output: () => string;
  readonly hasEnded: () => boolean;
  /** Sends a signal and does not wait for what comes of it: SIGSTOP makes it hang, SIGCONT go on. */
  signal(signal: NodeJS.Signals): void;
  /** Sends a signal and gives the exit code, null when the signal itself ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Runs a TypeScript file of the project with an environment of its own; `PORT` says where it will listen. */
export function spawnProcess(
  words: readonly string[],
  environment: Readonly<Record<string, string>> & { readonly PORT: string },
): SpawnedProcess {
  const child: ChildProcess = spawn(process.execPath, ["--import", "./scripts/typescript.mjs", ...words], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: process.env.TMPDIR, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let written = "";
  for (const stream of [child.stdout!, child.stderr!])
    stream.setEncoding("utf8").on("data", (text) => (written += text));
  const exited = once(child, "exit") as Promise<[number | null]>;
  return {
    url: `http://127.0.0.1:${environment.PORT}`,
    pid: child.pid!,
    output: () => written,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    signal: (signal) => void child.kill(signal),
    async end(signal) {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      return (await exited)[0];
    },
  };
}

/** Waits until a process says that it is ready to serve all it is for; gives up at once when it has ended, and quotes what it wrote. */
export async function untilReady({ url, output, hasEnded }: SpawnedProcess, seconds = 60): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline && !hasEnded()) {
    const signal = AbortSignal.timeout(2_000);
    const status = await fetch(`${url}/ready`, { signal })
      .then((answer) => answer.json())
      .then((report) => (report as ReadinessReport).status)
      .catch(() => undefined);
    if (status === "ok") return;
    await pause(100);
  }
  throw new Error(`${url} ${hasEnded() ? "ended" : "is not ready"}: ${output()}`);
}

/** Ports that nobody listens on, all different. */
export async function freePorts(count: number): Promise<string[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => String((server.address() as { port: number }).port));
  await Promise.all(servers.map((server) => once(server.close(), "close")));
  return ports;
}
