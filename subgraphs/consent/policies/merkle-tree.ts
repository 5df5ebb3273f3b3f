import { hash } from "node:crypto";

/** Leaves from `start` up to but not including `end`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A complete subtree: the `position`-th of those with 2^level leaves. Once its leaves are there it never changes. */
export interface TreeNode {
  readonly level: number;
  readonly position: number;
}

// RFC 6962, section 2.1: leaves and nodes are hashed apart, so that no node can be passed off as a leaf.
export const hashLeaf = (data: Uint8Array): Buffer => sha256(Buffer.of(0), data);
export const hashNode = (left: Uint8Array, right: Uint8Array): Buffer => sha256(Buffer.of(1), left, right);

/** In one call to the library: a ledger hashes three times for each entry, and setting up a stream costs more than its bytes. */
export const sha256 = (...parts: Uint8Array[]): Buffer => hash("sha256", Buffer.concat(parts), "buffer");

/** The parts of the tree whose hashes prove that leaf `index` is in the tree of `size`, from the leaf upwards. */
export function inclusionRanges(index: number, size: number): Range[] {
  if (!(Number.isSafeInteger(index) && index >= 0 && index < size))
    throw new RangeError("No such leaf in such a tree.");
  const within = ({ start, end }: Range): Range[] => {
    if (end - start === 1) return [];
    const middle = start + largestPowerBelow(end - start);
    const [left, right] = [
      { start, end: middle },
      { start: middle, end },
    ];
    return index < middle ? [...within(left), right] : [...within(right), left];
  };
  return within({ start: 0, end: size });
}

/** The parts of the tree whose hashes prove that the tree of `to` leaves begins with the tree of `from`. */
export function consistencyRanges(from: number, to: number): Range[] {
  if (!(Number.isSafeInteger(from) && from > 0 && from <= to)) throw new RangeError("No such trees.");
  const within = ({ start, end }: Range, isKnown: boolean): Range[] => {
    // The whole of the older tree is known to whoever checks; a part of it is not.
    if (from === end) return isKnown ? [] : [{ start, end }];
    const middle = start + largestPowerBelow(end - start);
    const [left, right] = [
      { start, end: middle },
      { start: middle, end },
    ];
    return from <= middle ? [...within(left, isKnown), right] : [...within(right, false), left];
  };
  return within({ start: 0, end: to }, true);
}

/** The complete subtrees a part of the tree consists of, largest first. */
export function nodesOf({ start, end }: Range): TreeNode[] {
  const nodes: TreeNode[] = [];
  for (let at = start; at < end; ) {
    const level = Math.floor(Math.log2(end - at));
    nodes.push({ level, position: at / 2 ** level });
    at += 2 ** level;
  }
  return nodes;
}

/** The hash of a part of the tree from those of its complete subtrees; of nothing, the root of the empty tree. */
export function foldNodes(hashes: readonly Uint8Array[]): Buffer {
  if (hashes.length === 0) return sha256();
  return Buffer.from(hashes.reduceRight((right, left) => hashNode(left, right)));
}

/** A tree that only grows: it keeps no more than the complete subtrees a further leaf can still be joined to. */
export class GrowingTree {
  readonly #edge: Buffer[];

  /** @param edge hashes of `nodesOf({ start: 0, end: size })` */
  constructor(
    private grownTo = 0,
    edge: readonly Buffer[] = [],
  ) {
    this.#edge = [...edge];
  }

  get size(): number {
    return this.grownTo;
  }

  get root(): Buffer {
    return foldNodes(this.#edge);
  }

  /** Adds a leaf by its hash and returns the subtrees above it that are complete now, lowest first. */
  append(leafHash: Buffer): (TreeNode & { readonly hash: Buffer })[] {
    const completed = [];
    let hash = leafHash;
    for (let level = 1, position = this.grownTo; position % 2 === 1; level++) {
      position = (position - 1) / 2;
      hash = hashNode(this.#edge.pop()!, hash);
      completed.push({ level, position, hash });
    }
    this.#edge.push(hash);
    this.grownTo += 1;
    return completed;
  }
}

const largestPowerBelow = (size: number): number => 2 ** (Math.ceil(Math.log2(size)) - 1);
