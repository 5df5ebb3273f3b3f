import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { homedir } from "node:os";
import { createInterface } from "node:readline";
import type { Usage } from "./tell-usage.ts";

const START_SECONDS = 60;
const ANSWER_SECONDS = 60;

/** A process of the benchmark; it ends with this one at the latest. */
export interface Child {
  /** The first line it printed. */
  readonly said: string;
  usage(): Promise<Usage>;
  /** Sends a message and gives what comes back under `key`. */
  ask<Answer>(message: object, key: string): Promise<Answer>;
  stop(): Promise<void>;
}

/** Starts a file of `bench/` and waits for the first line it prints. */
export async function startChild(file: string, args: readonly string[] = []): Promise<Child> {
  const at = (path: string) => new URL(path, import.meta.url).href;
  const imports = ["--import", at("../../scripts/typescript.mjs"), "--import", at("tell-usage.ts")];
  const running = spawn(process.execPath, ["--no-warnings", ...imports, new URL(at(file)).pathname, ...args], {
    stdio: ["ignore", "pipe", "inherit", "ipc"],
    // As in production; nothing of the environment of whoever measures takes part.
    env: { HOME: homedir(), NODE_ENV: "production" },
  });
  const said = await firstLine(running, file);
  const ask = async <Answer>(message: object, key: string) => {
    running.send(message);
    const [answer] = await once(running, "message", { signal: AbortSignal.timeout(ANSWER_SECONDS * 1_000) });
    return (answer as Record<string, Answer>)[key] as Answer;
  };
  return {
    said,
    ask,
    usage: () => ask<Usage>({ tellUsage: true }, "usage"),
    async stop() {
      if (running.exitCode !== null) return;
      const ended = once(running, "exit");
      // Some give a polite signal a meaning of their own.
      running.kill("SIGKILL");
      await ended;
    },
  };
}

async function firstLine(running: ChildProcess, file: string): Promise<string> {
  const lines = createInterface({ input: running.stdout! });
  const signal = AbortSignal.timeout(START_SECONDS * 1_000);
  try {
    const [line] = await Promise.race([
      once(lines, "line", { signal }),
      once(running, "exit").then(() => Promise.reject(new Error(`${file} ended before it was ready.`))),
    ]);
    return line as string;
  } catch (error) {
    running.kill("SIGKILL");
    throw error;
  } finally {
    // Whatever it says later is passed over, so that it never waits to be read.
    running.stdout!.resume();
  }
}
