import { open, readFile } from "node:fs/promises";
import type { SignedTreeHead } from "../../subgraphs/consent/policies/tree-head.ts";
import { LedgerRefused } from "./ledger-refused.ts";

/** The last head a witness stored; undefined when it has stored none yet. */
export async function readLastHead(file: string): Promise<SignedTreeHead | undefined> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw new LedgerRefused(`${file} cannot be read (${error.code}).`);
  });
  const last = text.trimEnd().split("\n").at(-1);
  if (!last) return undefined;
  try {
    return JSON.parse(last) as SignedTreeHead;
  } catch {
    throw new LedgerRefused(`The last line of ${file} is not a head: remove it if it was cut off while being written.`);
  }
}

/** Adds a head as one line; when this returns, it is on the disk. */
export async function storeHead(file: string, head: SignedTreeHead): Promise<void> {
  const stored = await open(file, "a");
  try {
    await stored.appendFile(`${JSON.stringify(head)}\n`);
    await stored.sync();
  } finally {
    await stored.close();
  }
}
