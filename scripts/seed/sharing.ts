import type { EntityManager } from "@mikro-orm/postgresql";
import { Consent } from "../../subgraphs/consent/entities/consent.ts";
import { ConsentEvidence } from "../../subgraphs/consent/entities/consent-evidence.ts";
import { ConsentGrant } from "../../subgraphs/consent/entities/consent-grant.ts";
import { GrantOperation } from "../../subgraphs/consent/entities/consent-words.ts";
import { DataSharingAgreement } from "../../subgraphs/consent/entities/data-sharing-agreement.ts";
import type { Notice } from "../../subgraphs/consent/entities/notice.ts";
import { ConsentState } from "../../subgraphs/consent/policies/consent-state.ts";
import { EvidenceKind } from "../../subgraphs/consent/policies/evidence-kind.ts";
import type { DataCategory, Purpose, Role } from "../../subgraphs/protection.ts";
import { organizations, people } from "../development/world.ts";
import { fixedId } from "./fixed-id.ts";

type Sharing = [source: string, grantee: string, purpose: Purpose, categories: DataCategory[], roles: Role[]];
const { association, medicoSocialCentre, insertionDoubs } = organizations;
const sharings: Sharing[] = [
  [
    medicoSocialCentre,
    association,
    "CARE_ACCESS_COORDINATION",
    ["IDENTITY_CONTACT", "CARE_NAVIGATION"],
    ["HEALTH_NAVIGATOR"],
  ],
  [association, medicoSocialCentre, "PRESCRIBER_FEEDBACK", ["CARE_NAVIGATION"], ["SOCIAL_WORKER"]],
  // So that her référent knows who else accompanies her.
  [insertionDoubs, medicoSocialCentre, "SOCIAL_FOLLOW_UP", ["SOCIAL_RIGHTS"], ["SOCIAL_WORKER"]],
  [association, medicoSocialCentre, "SOCIAL_FOLLOW_UP", ["SOCIAL_RIGHTS"], ["SOCIAL_WORKER"]],
  [association, insertionDoubs, "CONTRACT_INTEGRATION", ["EMPLOYMENT_EXTRACT"], ["INSERTION_REFERENT"]],
  // So that a doctor knows where the person stands: her requests for rights, and her contract.
  [medicoSocialCentre, association, "SOCIAL_FOLLOW_UP", ["SOCIAL_RIGHTS"], ["HEALTH_NAVIGATOR"]],
  [insertionDoubs, association, "CARE_ACCESS_COORDINATION", ["CONTRACT_TERMS"], ["HEALTH_NAVIGATOR"]],
];

/** How many of these each person was asked for at the beginning, in one consent. */
const FIRST_ASKED = 4;

/** Who may ask people to share what with whom. */
export function addAgreements(em: EntityManager): void {
  for (const [index, [source, grantee, purpose, categories, roles]] of sharings.entries()) {
    em.persist(
      em.create(DataSharingAgreement, {
        id: fixedId(5, index),
        sourceOrganizationId: source,
        granteeOrganizationId: grantee,
        purposes: [purpose],
        categories,
        roles,
        validFrom: new Date("2022-05-30T00:00:00Z"),
        validTo: inYears(3),
      }),
    );
  }
}

/** What each person agreed to, by word of mouth, when her social worker first spoke of a health support and of her référent. */
export async function addFirstConsents(em: EntityManager, notice: Notice, heardBy: string): Promise<void> {
  for (const [index, personId] of Object.values(people).entries()) {
    const consentId = fixedId(6, index);
    const givenAt = new Date();
    const consent = em.create(Consent, {
      id: consentId,
      personId,
      organizationId: medicoSocialCentre,
      state: ConsentState.DRAFT,
      version: 1,
      suspensionCause: null,
      replacesId: null,
      noticeId: notice.id,
      offeredAt: null,
      givenAt: null,
      endedAt: null,
      notAfter: inYears(1),
      authorityId: null,
    });
    await em.persist(consent).flush();
    const grants = sharings
      .slice(0, FIRST_ASKED)
      .flatMap(([source, grantee, purpose, categories, roles]) =>
        categories.map((category) => ({ source, grantee, purpose, category, roles })),
      );
    for (const [place, { source, grantee, purpose, category, roles }] of grants.entries()) {
      em.persist(
        em.create(ConsentGrant, {
          id: fixedId(7, index * 10 + place),
          consentId,
          personId,
          organizationId: medicoSocialCentre,
          sourceOrganizationId: source,
          granteeOrganizationId: grantee,
          granteeRoles: roles,
          purpose,
          category,
          operations: [GrantOperation.READ, GrantOperation.NOTIFY],
          resourceId: null,
          approvedContentHash: null,
          notBefore: givenAt,
          notAfter: inYears(1),
          endedAt: null,
        } as ConsentGrant),
      );
    }
    await em.flush();
    Object.assign(consent, { state: ConsentState.ACTIVE, offeredAt: givenAt, givenAt });
    em.persist(
      em.create(ConsentEvidence, {
        consentId,
        personId,
        organizationId: medicoSocialCentre,
        authorityId: null,
        kind: EvidenceKind.ORAL_ATTESTED,
        capturedBy: heardBy,
        capturedAt: givenAt,
        assurance: null,
        artefactHash: null,
        custodianOrganizationId: medicoSocialCentre,
        isAssisted: false,
        isInterpreted: false,
        shownNoticeHash: notice.contentHash,
      } as ConsentEvidence),
    );
  }
}

function inYears(years: number): Date {
  const date = new Date();
  date.setUTCFullYear(date.getUTCFullYear() + years);
  return date;
}
