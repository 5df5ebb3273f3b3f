import { createHash } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { isConsistent, isIncluded } from "../../../subgraphs/consent/policies/merkle-proof.ts";
import {
  consistencyRanges,
  foldNodes,
  GrowingTree,
  hashLeaf,
  inclusionRanges,
  nodesOf,
  type Range,
  type TreeNode,
} from "../../../subgraphs/consent/policies/merkle-tree.ts";

// The reference tree of certificate transparency: inputs, roots by size and proofs as github.com/transparency-dev/merkle publishes them.
const LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
const ROOTS = [
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];
const A = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
const B = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
const C = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";
const D = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
const E = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
const F = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";

const hex = (hash: Uint8Array) => Buffer.from(hash).toString("hex");
const bytes = (text: string) => Buffer.from(text, "hex");

/** A tree as a ledger keeps it: leaf hashes, and the complete subtrees above them. */
function growTree(leaves: readonly Buffer[]) {
  const tree = new GrowingTree();
  const kept = new Map<string, Buffer>();
  const nameOf = ({ level, position }: TreeNode) => `${level}/${position}`;
  for (const [position, leaf] of leaves.entries()) {
    const hash = hashLeaf(leaf);
    kept.set(nameOf({ level: 0, position }), hash);
    for (const node of tree.append(hash)) kept.set(nameOf(node), node.hash);
  }
  const hashOf = (range: Range) => foldNodes(nodesOf(range).map((node) => kept.get(nameOf(node))!));
  return { tree, hashOf, rootOf: (size: number) => hashOf({ start: 0, end: size }) };
}

/** RFC 6962, section 2.1, word for word: as slow as it is plain. */
const naive = {
  sha: (...parts: Buffer[]) => createHash("sha256").update(Buffer.concat(parts)).digest(),
  split: (size: number) => {
    let k = 1;
    while (k * 2 < size) k *= 2;
    return k;
  },
  root(leaves: readonly Buffer[]): Buffer {
    if (leaves.length === 0) return naive.sha();
    if (leaves.length === 1) return naive.sha(Buffer.of(0), leaves[0]!);
    const k = naive.split(leaves.length);
    return naive.sha(Buffer.of(1), naive.root(leaves.slice(0, k)), naive.root(leaves.slice(k)));
  },
  path(m: number, leaves: readonly Buffer[]): Buffer[] {
    if (leaves.length === 1) return [];
    const k = naive.split(leaves.length);
    return m < k
      ? [...naive.path(m, leaves.slice(0, k)), naive.root(leaves.slice(k))]
      : [...naive.path(m - k, leaves.slice(k)), naive.root(leaves.slice(0, k))];
  },
  subproof(m: number, leaves: readonly Buffer[], isKnown: boolean): Buffer[] {
    if (m === leaves.length) return isKnown ? [] : [naive.root(leaves)];
    const k = naive.split(leaves.length);
    return m <= k
      ? [...naive.subproof(m, leaves.slice(0, k), isKnown), naive.root(leaves.slice(k))]
      : [...naive.subproof(m - k, leaves.slice(k), false), naive.root(leaves.slice(0, k))];
  },
};

describe("the reference tree", () => {
  const { hashOf } = growTree(LEAVES.map(bytes));
  const root = (size: number) => ({ size, root: bytes(ROOTS[size]!) });

  test.each(ROOTS.map((expected, size) => [size, expected]))(
    "of %i leaves has the published root",
    (size, expected) => {
      const { tree, rootOf } = growTree(LEAVES.slice(0, Number(size)).map(bytes));
      expect(hex(tree.root)).toBe(expected);
      expect(hex(rootOf(Number(size)))).toBe(expected);
    },
  );

  test.each([
    [0, 1, []],
    [0, 8, [A, B, C]],
    [5, 8, [D, E, ROOTS[4]!]],
    [2, 3, [ROOTS[2]!]],
    [1, 5, [ROOTS[1]!, B, D]],
  ])("proves leaf %i in %i leaves by the published hashes", (index, size, expected) => {
    const proof = inclusionRanges(index, size).map(hashOf);
    expect(proof.map(hex)).toEqual(expected);
    expect(isIncluded({ index, hash: hashLeaf(bytes(LEAVES[index]!)) }, root(size), proof)).toBe(true);
  });

  test.each([
    [1, 1, []],
    [1, 8, [A, B, C]],
    [6, 8, [F, E, ROOTS[4]!]],
    [2, 5, [B, D]],
  ])("proves that %i leaves begin %i by the published hashes", (from, to, expected) => {
    const proof = consistencyRanges(from, to).map(hashOf);
    expect(proof.map(hex)).toEqual(expected);
    expect(isConsistent(root(from), root(to), proof)).toBe(true);
  });
});

describe("any tree", () => {
  const leaves = fc.array(fc.uint8Array({ maxLength: 4 }).map(Buffer.from), { minLength: 1, maxLength: 70 });
  const within = (size: number) => fc.integer({ min: 1, max: size });
  const proof = leaves.chain((all) =>
    within(all.length).chain((to) => within(to).map((from) => ({ all, to, from, index: from - 1 }))),
  );

  test("has the roots and the proofs of the plain recursive definition, and each proof holds", () => {
    fc.assert(
      fc.property(proof, ({ all, to, from, index }) => {
        const { hashOf, rootOf } = growTree(all);
        const [older, newer] = [all.slice(0, from), all.slice(0, to)];
        expect(rootOf(to)).toEqual(naive.root(newer));
        const inclusion = inclusionRanges(index, to).map(hashOf);
        expect(inclusion).toEqual(naive.path(index, newer));
        const consistency = consistencyRanges(from, to).map(hashOf);
        expect(consistency).toEqual(naive.subproof(from, newer, true));
        const tree = { size: to, root: naive.root(newer) };
        expect(isIncluded({ index, hash: hashLeaf(all[index]!) }, tree, inclusion)).toBe(true);
        expect(isConsistent({ size: from, root: naive.root(older) }, tree, consistency)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test("accepts no proof with anything changed, left out, added or moved", () => {
    const change = fc.record({ at: fc.nat(), bit: fc.integer({ min: 0, max: 255 }) });
    fc.assert(
      fc.property(proof, change, ({ all, to, from, index }, { at, bit }) => {
        const { hashOf, rootOf } = growTree(all);
        const [older, newer] = [
          { size: from, root: rootOf(from) },
          { size: to, root: rootOf(to) },
        ];
        const flip = (hash: Buffer) => {
          const changed = Buffer.from(hash);
          changed[bit >> 3]! ^= 1 << (bit & 7);
          return changed;
        };
        const leaf = { index, hash: hashLeaf(all[index]!) };
        const inclusion = inclusionRanges(index, to).map(hashOf);
        const consistency = consistencyRanges(from, to).map(hashOf);
        const spoilt = (hashes: Buffer[]) => [
          ...(hashes.length > 0
            ? [
                hashes.map((hash, place) => (place === at % hashes.length ? flip(hash) : hash)),
                hashes.filter((_, place) => place !== at % hashes.length),
              ]
            : []),
          [...hashes, flip(newer.root)],
        ];
        for (const hashes of spoilt(inclusion)) expect(isIncluded(leaf, newer, hashes)).toBe(false);
        for (const hashes of spoilt(consistency)) expect(isConsistent(older, newer, hashes)).toBe(false);
        expect(isIncluded({ index, hash: flip(leaf.hash) }, newer, inclusion)).toBe(false);
        expect(isConsistent({ ...older, root: flip(older.root) }, newer, consistency)).toBe(false);
        expect(isConsistent(older, { ...newer, root: flip(newer.root) }, consistency)).toBe(false);
        expect(isConsistent(newer, older, consistency)).toBe(from === to);
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    [-1, 3],
    [3, 3],
    [0.5, 3],
    [Number.NaN, 3],
  ])("proves nothing of leaf %p in %i leaves", (index, size) => {
    expect(() => inclusionRanges(index, size)).toThrow(RangeError);
  });

  test.each([
    [0, 3],
    [4, 3],
    [Number.NaN, 3],
  ])("proves nothing between %p and %i leaves", (from, to) => {
    expect(() => consistencyRanges(from, to)).toThrow(RangeError);
  });
});
