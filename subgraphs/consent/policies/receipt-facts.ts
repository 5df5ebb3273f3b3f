import type { Consent } from "../entities/consent.ts";
import type { ConsentEvidence } from "../entities/consent-evidence.ts";
import type { ConsentGrant } from "../entities/consent-grant.ts";
import type { Notice } from "../entities/notice.ts";
import type { Organization } from "../entities/organization.ts";
import { type ConsentState, stateAt } from "./consent-state.ts";

/** Everything a receipt speaks of. */
export interface ReceiptFacts {
  readonly consent: Consent & { readonly givenAt: Date };
  readonly state: ConsentState;
  /** The permissions the person chose. */
  readonly grants: readonly ConsentGrant[];
  readonly notice: Notice;
  /** How her decision was received, and what stands for it. */
  readonly evidence: readonly ConsentEvidence[];
  readonly organizations: ReadonlyMap<string, Organization>;
  /** Those that answer for the data: who asked for the consent, and who holds what it is about. */
  readonly controllers: readonly Organization[];
  readonly issuedAt: Date;
}

export const JURISDICTION = "FR";
export const WITHDRAWAL = "At any time and without a reason: by withdrawConsent, or by telling a professional.";

/**
 * Gathers what a receipt speaks of; null for a consent that was never given, which has none. A permission the person left
 * out ended in the very instant she chose the others.
 */
export function gatherFacts(
  consent: Consent,
  grants: readonly ConsentGrant[],
  notice: Notice,
  evidence: readonly ConsentEvidence[],
  organizations: ReadonlyMap<string, Organization>,
  issuedAt: Date,
): ReceiptFacts | null {
  const { givenAt } = consent;
  if (!givenAt) return null;
  const chosen = grants.filter(({ endedAt }) => endedAt === null || endedAt > givenAt);
  const ids = new Set([consent.organizationId, ...chosen.map(({ sourceOrganizationId }) => sourceOrganizationId)]);
  return {
    consent: consent as ReceiptFacts["consent"],
    state: stateAt(consent, issuedAt),
    grants: chosen,
    notice,
    evidence,
    organizations,
    controllers: [...ids].map((id) => organizations.get(id)!),
    issuedAt,
  };
}

/** Names the exact text that was shown by its hash (RFC 6920). */
export const noticeUri = ({ contentHash }: Notice): string =>
  `ni:///sha-256;${Buffer.from(contentHash, "hex").toString("base64url")}`;

/** When a permission ends at the latest. */
export const endOf = (grant: ConsentGrant, { notAfter }: Consent): Date =>
  new Date(
    Math.min(grant.endedAt?.getTime() ?? Number.POSITIVE_INFINITY, grant.notAfter.getTime(), notAfter.getTime()),
  );

/** How the decision was received, in the word of its latest evidence. */
export const collectionMethod = ({ evidence }: ReceiptFacts): string => evidence.at(-1)?.kind ?? "UNKNOWN";
