import { createHash, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import canonicalize from "canonicalize";
import { sha256 } from "./merkle-tree.ts";

/** What the registry states about its whole ledger at one instant; hashes in hexadecimal. */
export interface TreeHead {
  /** Number of leaves. */
  readonly size: number;
  readonly root: string;
  /** When it was signed, ISO 8601 in UTC. */
  readonly time: string;
  /** Hash of the head before it; null for the first. */
  readonly prevHeadHash: string | null;
}

export interface SignedTreeHead extends TreeHead {
  /** Which key signed it, see {@link keyIdOf}. */
  readonly kid: string;
  /** Ed25519 over {@link headBytes}, in hexadecimal. */
  readonly signature: string;
}

/** The exact bytes that are signed: the four facts as canonical JSON (RFC 8785). */
export const headBytes = ({ size, root, time, prevHeadHash }: TreeHead): Buffer =>
  Buffer.from(canonicalize({ size, root, time, prevHeadHash })!);

export const headHash = (head: TreeHead): string => sha256(headBytes(head)).toString("hex");

export function signHead(head: TreeHead, privateKey: KeyObject): SignedTreeHead {
  const kid = keyIdOf(createPublicKey(privateKey));
  return { ...head, kid, signature: sign(null, headBytes(head), privateKey).toString("hex") };
}

/** Whether one of these public keys signed this very head. */
export function isSignedBy(head: SignedTreeHead, keys: readonly KeyObject[]): boolean {
  const key = keys.find((one) => keyIdOf(one) === head.kid);
  return key !== undefined && verify(null, headBytes(head), key, Buffer.from(head.signature, "hex"));
}

/** The name of a public key: the first 16 hexadecimal digits of the SHA-256 of its SPKI bytes. */
export const keyIdOf = (publicKey: KeyObject): string =>
  createHash("sha256")
    .update(publicKey.export({ type: "spki", format: "der" }))
    .digest("hex")
    .slice(0, 16);
