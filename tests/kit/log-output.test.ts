import { spawn } from "node:child_process";
import { existsSync, openSync } from "node:fs";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** Logs, waits for its log to be lost, logs on, and still has a word to say at the end. */
const PROGRAM = `
  const { createLogger, logOutput } = await import("./kit/logger.ts");
  const logger = createLogger("test", "info");
  const { setTimeout } = await import("node:timers/promises");
  for (let line = 0; line < 20; line += 1) { logger.info({ line }, "a line"); await setTimeout(10); }
  process.stderr.write("serves on, failures: " + logOutput.failures + "\\n");`;

async function run(stdout: number | "pipe") {
  const child = spawn(
    process.execPath,
    ["--import", "./scripts/typescript.mjs", "--input-type=module", "-e", PROGRAM],
    { cwd: root, env: { PATH: process.env.PATH, HOME: process.env.HOME }, stdio: ["ignore", stdout, "pipe"] },
  );
  // Whoever read the log is gone.
  child.stdout?.destroy();
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [stderr, code] = await Promise.all([text(child.stderr!), ended]);
  return { stderr, code };
}

const FULL = "/dev/full";
const lost: [string, () => number | "pipe", string][] = [
  ["nobody reads", () => "pipe", "EPIPE"],
  // Only Linux has a disk that is always full.
  ...(existsSync(FULL) ? [["has no room", () => openSync(FULL, "w"), "ENOSPC"] as [string, () => number, string]] : []),
];

test.each(lost)("a process whose log %s goes on, says so once, and counts", async (_title, open, code) => {
  const ended = await run(open());
  expect(ended.code).toBe(0);
  expect(ended.stderr.match(/The log cannot be written/g)).toHaveLength(1);
  expect(ended.stderr).toContain(`(${code})`);
  expect(Number(/failures: (\d+)/.exec(ended.stderr)![1])).toBeGreaterThanOrEqual(15);
});
