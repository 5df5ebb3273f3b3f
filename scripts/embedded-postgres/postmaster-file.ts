import { readFile, readlink } from "node:fs/promises";
import path from "node:path";
import { runProgram } from "./run-program.ts";

/** What a running server says of itself in `cluster/postmaster.pid` (PostgreSQL's pidfile.h). */
export interface PostmasterFile {
  readonly pid: number;
  readonly port: number;
  /** "starting", "ready", "stopping" or "standby"; empty while the file is being written. */
  readonly status: string;
}

/** Reads `postmaster.pid`; undefined when no server wrote one. */
export async function readPostmasterFile(cluster: string): Promise<PostmasterFile | undefined> {
  const content = await readFile(path.join(cluster, "postmaster.pid"), "utf8").catch(() => undefined);
  if (content === undefined) return undefined;
  const lines = content.split("\n");
  return { pid: Number(lines[0]), port: Number(lines[3]), status: lines[7]?.trim() ?? "" };
}

/** Whether a process of that number exists and still executes; one that only waits to be buried does not. */
export async function isAlive(pid: number): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  const facts = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  const state = facts.slice(facts.lastIndexOf(")") + 2)[0];
  return state !== "Z" && state !== "X";
}

/**
 * Whether the living process `pid` is the server of this cluster, and not a stranger that got its number: after a
 * reboot, or in each new container, numbers start again and soon meet.
 */
export async function isServerOf(pid: number, cluster: string): Promise<boolean> {
  if (!(await isAlive(pid))) return false;
  if (process.platform !== "linux") {
    return /postgres/.test((await runProgram("ps", ["-o", "command=", "-p", String(pid)])).output);
  }
  // A server works inside its cluster folder, even after that was moved. Root without the right to trace others
  // (usual in containers) cannot see that, but can see the command line.
  const workingFolder = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
  if (workingFolder !== undefined) return workingFolder === cluster;
  return (await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")).split("\0").includes(cluster);
}
