import { spawn } from "node:child_process";

/** The account of this machine a program runs as; `undefined` everywhere means "the one we run as". */
export interface HostAccount {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** How a program ended: its exit code (null when a signal ended it or it never began) and all it printed. */
export interface ProgramEnd {
  readonly exitCode: number | null;
  readonly output: string;
  readonly spawnError: NodeJS.ErrnoException | undefined;
}

/**
 * What every child gets besides `uid`/`gid`: messages in English whatever the machine speaks (we read them), no
 * `PG*` or `LD_LIBRARY_PATH` of the caller that would redirect the server, and a current folder any account can enter.
 */
export const CHILD_SURROUNDINGS = {
  cwd: "/",
  env: { PATH: process.env.PATH ?? "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" },
};

/** Runs a program to its end, as `account` when given. Never rejects: a failed start is `spawnError`. */
export function runProgram(path: string, args: readonly string[], account?: HostAccount): Promise<ProgramEnd> {
  return new Promise((resolve) => {
    const child = spawn(path, args, {
      ...CHILD_SURROUNDINGS,
      ...(account && { uid: account.uid, gid: account.gid }),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const keep = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.once("error", (spawnError) => resolve({ exitCode: null, output, spawnError }));
    child.once("close", (exitCode) => resolve({ exitCode, output, spawnError: undefined }));
  });
}

/** The last lines of a program's output, short enough to be shown with an error. */
export function lastLines(output: string, count = 15): string {
  return output.trimEnd().split("\n").slice(-count).join("\n");
}
