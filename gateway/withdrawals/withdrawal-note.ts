import { createHash } from "node:crypto";
import type { RequestRecord } from "../request-record.ts";

/** A withdrawal as the gateway writes it down: identifiers, and nothing that lets anybody in. */
export interface WithdrawalNote {
  readonly consent: string;
  /** The permissions of it that end; null for the whole. */
  readonly grants: readonly string[] | null;
  /** Alias of the issuer who vouched for her, and its `sub`. */
  readonly issuer: string;
  readonly subject: string;
  readonly application: string;
  /** The organisation for which she said she acts. */
  readonly organization: string | null;
  /** When the registry had made it, on the clock of its database; null until then. */
  readonly takenAt: string | null;
}

export const noteOf = (
  { identity, claimedOrganization }: Pick<RequestRecord, "identity" | "claimedOrganization">,
  { consent, grants }: Pick<WithdrawalNote, "consent" | "grants">,
): WithdrawalNote => ({ ...identity, consent, grants, organization: claimedOrganization, takenAt: null });

/** The name of its file: whoever withdraws the same again writes the same note. */
export function nameOf({ issuer, subject, consent, grants }: WithdrawalNote): string {
  const parts = JSON.stringify([issuer, subject, consent, grants]);
  return `${createHash("sha256").update(parts).digest("hex")}.json`;
}
