import { hashNode } from "./merkle-tree.ts";

/** Whether `proof` shows that the leaf with this hash is the `index`-th of the tree with this root (RFC 9162, 2.1.3.2). */
export function isIncluded(
  leaf: { readonly index: number; readonly hash: Uint8Array },
  tree: { readonly size: number; readonly root: Uint8Array },
  proof: readonly Uint8Array[],
): boolean {
  if (!(Number.isSafeInteger(leaf.index) && leaf.index >= 0 && leaf.index < tree.size)) return false;
  let [at, last, hash] = [leaf.index, tree.size - 1, leaf.hash];
  for (const part of proof) {
    if (last === 0) return false;
    if (isOdd(at) || at === last) {
      hash = hashNode(part, hash);
      [at, last] = skipLeftEdge(at, last);
    } else hash = hashNode(hash, part);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && isSame(hash, tree.root);
}

/** Whether `proof` shows that the newer tree begins with the very leaves of the older (RFC 9162, 2.1.4.2). */
export function isConsistent(
  older: { readonly size: number; readonly root: Uint8Array },
  newer: { readonly size: number; readonly root: Uint8Array },
  proof: readonly Uint8Array[],
): boolean {
  if (!(older.size > 0 && older.size <= newer.size)) return false;
  if (older.size === newer.size) return proof.length === 0 && isSame(older.root, newer.root);
  const isWhole = Number.isInteger(Math.log2(older.size));
  const [first, ...rest] = isWhole ? [older.root, ...proof] : proof;
  if (!first) return false;
  let [at, last] = [older.size - 1, newer.size - 1];
  while (isOdd(at)) [at, last] = [half(at), half(last)];
  let [olderHash, newerHash] = [first, first];
  for (const part of rest) {
    if (last === 0) return false;
    if (isOdd(at) || at === last) {
      olderHash = hashNode(part, olderHash);
      newerHash = hashNode(part, newerHash);
      [at, last] = skipLeftEdge(at, last);
    } else newerHash = hashNode(newerHash, part);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && isSame(olderHash, older.root) && isSame(newerHash, newer.root);
}

/** Up to the level where the path leaves the left edge of its parent: below it there is nothing to join on the right. */
function skipLeftEdge(at: number, last: number): [number, number] {
  let [above, end] = [at, last];
  while (!isOdd(above) && above !== 0) [above, end] = [half(above), half(end)];
  return [above, end];
}

// Sizes go beyond the 32 bits of JavaScript's own shifts.
const isOdd = (number: number): boolean => number % 2 === 1;
const half = (number: number): number => Math.floor(number / 2);
const isSame = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;
