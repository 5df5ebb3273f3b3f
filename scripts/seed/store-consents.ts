import { createHash } from "node:crypto";
import type { EntityManager } from "@mikro-orm/postgresql";
import { Consent } from "../../subgraphs/consent/entities/consent.ts";
import { ConsentEvidence } from "../../subgraphs/consent/entities/consent-evidence.ts";
import { ConsentGrant } from "../../subgraphs/consent/entities/consent-grant.ts";
import { GrantOperation } from "../../subgraphs/consent/entities/consent-words.ts";
import type { Notice } from "../../subgraphs/consent/entities/notice.ts";
import { ConsentState } from "../../subgraphs/consent/policies/consent-state.ts";
import { EvidenceKind } from "../../subgraphs/consent/policies/evidence-kind.ts";
import type { DataCategory, Purpose, Role } from "../../subgraphs/protection.ts";
import { instantAgo } from "./days.ts";

const { DRAFT, OFFERED, LAPSED, EXPIRED, ACTIVE, SUSPENDED, REFUSED, ENTERED_IN_ERROR, SUPERSEDED } = ConsentState;
const { WITHDRAWN, INVALIDATED } = ConsentState;
const NEVER_GIVEN: readonly ConsentState[] = [DRAFT, OFFERED, LAPSED, REFUSED, ENTERED_IN_ERROR];
const ENDED: readonly ConsentState[] = [REFUSED, ENTERED_IN_ERROR, SUPERSEDED, WITHDRAWN, INVALIDATED];
/** Whether what stands there was given once. */
export const isGiven = (state: ConsentState): boolean => !NEVER_GIVEN.includes(state);

/** What the clock makes of what is stored. */
const STORED: Partial<Record<ConsentState, ConsentState>> = { [LAPSED]: OFFERED, [EXPIRED]: ACTIVE };

interface GrantPast {
  readonly id: string;
  readonly source: string;
  readonly grantee: string;
  readonly role: Role;
  readonly purpose: Purpose;
  readonly category: DataCategory;
  /** The one record it is limited to, with the hash of its content. */
  readonly record?: { readonly id: string; readonly contentHash: string };
}

/** A consent and what became of it, told in days before today. */
export interface ConsentPast {
  readonly id: string;
  readonly personId: string;
  readonly organizationId: string;
  readonly state: ConsentState;
  readonly offeredAgo: number;
  /** When it ended, where an act ended it. */
  readonly endedAgo: number;
  readonly notAfterAgo: number;
  /** Account of who heard her say it, or keeps what she signed. */
  readonly heardBy: string;
  readonly evidence: EvidenceKind;
  readonly grants: readonly GrantPast[];
}

/** Stores consents the way they come to be: drafted, their grants added, then offered, given and over. */
export async function storeConsents(em: EntityManager, notice: Notice, pasts: readonly ConsentPast[]): Promise<void> {
  const consents = pasts.map((past) => ({ past, consent: addDraft(em, past, notice.id) }));
  await em.flush();
  for (const past of pasts) addGrants(em, past);
  await em.flush();
  // What was given has its evidence, and what is over its end: a consent is never born over.
  for (const { past, consent } of consents) comeTo(em, consent, past, notice.contentHash);
  await em.flush();
}

function addDraft(em: EntityManager, { id, personId, organizationId, notAfterAgo }: ConsentPast, noticeId: string) {
  const consent = em.create(Consent, {
    id,
    personId,
    organizationId,
    state: DRAFT,
    version: 1,
    suspensionCause: null,
    replacesId: null,
    noticeId,
    offeredAt: null,
    givenAt: null,
    endedAt: null,
    notAfter: instantAgo(notAfterAgo),
    authorityId: null,
  });
  em.persist(consent);
  return consent;
}

function addGrants(em: EntityManager, { id, personId, organizationId, offeredAgo, notAfterAgo, grants }: ConsentPast) {
  const { READ, NOTIFY, INTEGRATE } = GrantOperation;
  for (const grant of grants)
    em.persist(
      em.create(ConsentGrant, {
        id: grant.id,
        consentId: id,
        personId,
        organizationId,
        sourceOrganizationId: grant.source,
        granteeOrganizationId: grant.grantee,
        granteeRoles: [grant.role],
        purpose: grant.purpose,
        category: grant.category,
        operations: grant.record ? [READ, NOTIFY, INTEGRATE] : [READ, NOTIFY],
        resourceId: grant.record?.id ?? null,
        approvedContentHash: grant.record?.contentHash ?? null,
        notBefore: instantAgo(offeredAgo),
        notAfter: instantAgo(notAfterAgo),
        endedAt: null,
      } as ConsentGrant),
    );
}

function comeTo(em: EntityManager, consent: Consent, past: ConsentPast, shownNoticeHash: string): void {
  const { state, offeredAgo, endedAgo, heardBy, evidence } = past;
  if (state === DRAFT) return;
  Object.assign(consent, {
    state: STORED[state] ?? state,
    suspensionCause: state === SUSPENDED ? "ASKED_BY_PERSON" : null,
    offeredAt: instantAgo(offeredAgo),
    givenAt: isGiven(state) ? instantAgo(offeredAgo, 1) : null,
    endedAt: ENDED.includes(state) ? instantAgo(endedAgo) : null,
  });
  if (!isGiven(state)) return;
  const { id: consentId, personId, organizationId, givenAt: capturedAt } = consent;
  const isSigned = evidence !== EvidenceKind.ORAL_ATTESTED;
  em.persist(
    em.create(ConsentEvidence, {
      consentId,
      personId,
      organizationId,
      authorityId: null,
      kind: evidence,
      capturedBy: heardBy,
      capturedAt,
      assurance: null,
      artefactHash: isSigned ? createHash("sha256").update(consentId).digest("hex") : null,
      custodianOrganizationId: organizationId,
      isAssisted: false,
      isInterpreted: false,
      shownNoticeHash,
    } as ConsentEvidence),
  );
}
