import { readdir, readFile } from "node:fs/promises";
import type { ApartHub } from "./apart-hub.ts";

/** Bytes of memory the named processes hold together; 0 where the machine does not tell. */
export async function memoryOf(hub: ApartHub, names: readonly string[]): Promise<number> {
  const sizes = await Promise.all(names.map((name) => memory(hub.processOf(name).pid)));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Files and sockets a process holds open; 0 where the machine does not tell. */
export async function openFilesOf(hub: ApartHub, name: string): Promise<number> {
  return (await readdir(`/proc/${hub.processOf(name).pid}/fd`).catch(() => [])).length;
}

async function memory(pid: number): Promise<number> {
  const facts = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/VmRSS:\s+(\d+) kB/.exec(facts)?.[1] ?? 0) * 1024;
}
