import type { KeyObject } from "node:crypto";
import { isConsistent } from "../../subgraphs/consent/policies/merkle-proof.ts";
import { isSignedBy, type SignedTreeHead } from "../../subgraphs/consent/policies/tree-head.ts";
import { LedgerRefused } from "./ledger-refused.ts";
import { readLastHead, storeHead } from "./stored-heads.ts";

export interface Witnessing {
  /** Base URL of the registry. */
  readonly url: string;
  /** File of the heads seen so far, one JSON object a line. */
  readonly headsFile: string;
  readonly keys: readonly KeyObject[];
}

const TIMEOUT_MS = 10_000;
const HASH = /^[0-9a-f]{64}$/;

/** The registry contradicts what it signed before; both heads together prove it to anybody. */
export class Contradiction extends LedgerRefused {
  constructor(
    message: string,
    readonly heads: readonly SignedTreeHead[],
  ) {
    super(message);
  }
}

/**
 * Asks the registry for its newest head and accepts it when it is signed and only adds to the last head stored; then
 * stores it. The first head is taken as it is.
 * @throws Contradiction when the ledger was rolled back, cut or rewritten
 * @throws LedgerRefused when the registry does not answer, or not as a ledger does
 */
export async function witness({ url, headsFile, keys }: Witnessing): Promise<SignedTreeHead> {
  const last = await readLastHead(headsFile);
  const head = await fetchHead(url);
  if (!isSignedBy(head, keys)) throw new LedgerRefused(`Head ${head.size} is not signed with a key you gave.`);
  if (!last) {
    await storeHead(headsFile, head);
    return head;
  }
  if (!isSignedBy(last, keys))
    throw new LedgerRefused(`The last head of ${headsFile} is not signed with a key you gave.`);
  const both = [last, head];
  if (head.size < last.size)
    throw new Contradiction(`ROLLED BACK: ${last.size} leaves were signed, and only ${head.size} are shown now.`, both);
  if (head.size === last.size) {
    if (head.root !== last.root)
      throw new Contradiction(`FORKED: two different trees of ${head.size} leaves were signed.`, both);
    return head;
  }
  const proof = await fetchProof(url, last.size, head.size);
  if (!isConsistent(asTree(last), asTree(head), proof))
    throw new Contradiction(
      `REWRITTEN: the tree of ${head.size} leaves does not begin with the ${last.size} signed before.`,
      both,
    );
  await storeHead(headsFile, head);
  return head;
}

async function fetchHead(url: string): Promise<SignedTreeHead> {
  const head = (await fetchJson(url, "/ledger/head")) as SignedTreeHead;
  const { size, root, time, prevHeadHash, kid, signature } = head;
  const isHead =
    Number.isSafeInteger(size) &&
    size > 0 &&
    HASH.test(root) &&
    [time, kid, signature].every((text) => typeof text === "string");
  if (!isHead) throw new LedgerRefused("The registry answered with something that is not a head.");
  return { size, root, time, prevHeadHash, kid, signature };
}

async function fetchProof(url: string, from: number, to: number): Promise<Buffer[]> {
  const { proof } = (await fetchJson(url, `/ledger/consistency?from=${from}&to=${to}`)) as { proof: string[] };
  // A tree of 2^53 leaves needs no more.
  if (!Array.isArray(proof) || proof.length > 128 || !proof.every((hash) => HASH.test(hash)))
    throw new LedgerRefused("The registry answered with something that is not a proof.");
  return proof.map((hash) => Buffer.from(hash, "hex"));
}

async function fetchJson(url: string, path: string): Promise<unknown> {
  let status: number | undefined;
  try {
    const answer = await fetch(new URL(path, url), { signal: AbortSignal.timeout(TIMEOUT_MS) });
    status = answer.status;
    if (answer.ok) return await answer.json();
  } catch {
    // Said below.
  }
  throw new LedgerRefused(`The registry did not answer ${path} (${status ?? "no answer"}).`);
}

const asTree = ({ size, root }: SignedTreeHead) => ({ size, root: Buffer.from(root, "hex") });
