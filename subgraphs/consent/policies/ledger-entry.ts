import canonicalize from "canonicalize";
import { sha256 } from "./merkle-tree.ts";

/** What the ledger keeps count of: acts upon consents, signatures under them, decisions, the erasure of either, searches of the log, looks for an invitation, and where organisations work. */
export const entryKinds = ["event", "decision", "evidence", "erasure", "search", "lookup", "territory"] as const;
export type EntryKind = (typeof entryKinds)[number];

/** Names one entry for people: `decision:42`. */
export const entryName = (kind: string, row: string): string => `${kind}:${row}`;

/**
 * What the ledger keeps of a record for good: 32 bytes that fit this content and this salt alone. Without the salt nobody
 * can try contents until one fits, so that nothing of a record is left once both are erased.
 */
export const commitmentOf = (salt: Uint8Array, content: Readonly<Record<string, unknown>>): Buffer =>
  sha256(salt, Buffer.from(canonicalize(content)!));
