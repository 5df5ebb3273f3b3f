import { createHash } from "node:crypto";
import type { RequestRecord } from "../request-record.ts";

/** A withdrawal as the gateway writes it down: identifiers, and nothing that lets anybody in. */
export interface WithdrawalNote {
  readonly consent: string;
  /** Alias of the issuer who vouched for her, and its `sub`. */
  readonly issuer: string;
  readonly subject: string;
  readonly application: string;
  /** The organisation for which she said she acts. */
  readonly organization: string | null;
  /** When it ended, on the clock of the registry's database; null until the registry has said so. */
  readonly endedAt: string | null;
}

export const noteOf = (
  { identity, claimedOrganization }: Pick<RequestRecord, "identity" | "claimedOrganization">,
  consent: string,
): WithdrawalNote => ({ ...identity, consent, organization: claimedOrganization, endedAt: null });

/** The name of its file: whoever withdraws the same consent again writes the same note. */
export function nameOf({ issuer, subject, consent }: WithdrawalNote): string {
  const parts = JSON.stringify([issuer, subject, consent]);
  return `${createHash("sha256").update(parts).digest("hex")}.json`;
}
