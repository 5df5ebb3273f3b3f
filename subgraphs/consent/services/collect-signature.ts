import type { EntityManager } from "@mikro-orm/postgresql";
import type { Viewer } from "../../../kit/viewer.ts";
import type { Consent } from "../entities/consent.ts";
import { ConsentEvidence } from "../entities/consent-evidence.ts";
import type { ProxyAuthority } from "../entities/proxy-authority.ts";
import { EvidenceKind } from "../policies/evidence-kind.ts";
import { judgeSignatures } from "../policies/signatures.ts";
import type { LockedConsent } from "../repositories/consents.ts";
import { findAuthoritiesInForce } from "../repositories/proxy-authorities.ts";

/** How a signature was received, as the service that received it knows. */
export type Received = Pick<
  ConsentEvidence,
  "kind" | "assurance" | "artefactHash" | "custodianOrganizationId" | "isAssisted" | "isInterpreted"
>;

/** Who decides is signed in with an account of her own: that is the evidence. */
export const signedIn: Received = {
  kind: EvidenceKind.OIDC_AUTHENTICATED,
  assurance: null,
  artefactHash: null,
  custodianOrganizationId: null,
  isAssisted: false,
  isInterpreted: false,
};

export interface Signature {
  /** The authority of who signs; null when it is the person herself. */
  readonly authority: ProxyAuthority | null;
  readonly noticeHash: string;
  readonly received: Received;
}

/**
 * Keeps the evidence of one signature, unless `earlier` holds one of the same, and says whether they suffice together. If they
 * do, the consent rests from now on upon the authority among them, if any, and ends with it.
 * @param earlier authorities of the signatures that still count, null for the person's own
 */
export async function collectSignature(
  em: EntityManager,
  viewer: Viewer,
  { consent, grants, now }: LockedConsent,
  { authority, noticeHash, received }: Signature,
  earlier: readonly (string | null)[],
): Promise<boolean> {
  const signer = authority?.id ?? null;
  if (!earlier.includes(signer)) keepEvidence(em, viewer, consent, { authorityId: signer, noticeHash, received, now });
  const inForce = await findAuthoritiesInForce(em, consent.personId);
  const categories = grants.filter(({ endedAt }) => endedAt === null).map(({ category }) => category);
  const outcome = judgeSignatures({ signer: authority, earlier, inForce, categories });
  if (!outcome.isDecided) return false;
  consent.authorityId = outcome.authority;
  consent.authorityEndsAt = inForce.find(({ id }) => id === outcome.authority)?.validTo ?? null;
  return true;
}

interface Kept {
  readonly authorityId: string | null;
  readonly noticeHash: string;
  readonly received: Received;
  readonly now: Date;
}

function keepEvidence(em: EntityManager, viewer: Viewer, consent: Consent, kept: Kept): void {
  em.persist(
    em.create(ConsentEvidence, {
      consentId: consent.id,
      personId: consent.personId,
      organizationId: consent.organizationId,
      authorityId: kept.authorityId,
      capturedBy: viewer.subject,
      capturedAt: kept.now,
      shownNoticeHash: kept.noticeHash,
      ...kept.received,
    } as ConsentEvidence),
  );
}
