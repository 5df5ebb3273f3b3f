import type { EntityManager } from "@mikro-orm/postgresql";
import { Accompaniment } from "../../../subgraphs/consent/entities/accompaniment.ts";
import { Consent } from "../../../subgraphs/consent/entities/consent.ts";
import { ConsentEvidence } from "../../../subgraphs/consent/entities/consent-evidence.ts";
import { ConsentGrant } from "../../../subgraphs/consent/entities/consent-grant.ts";
import { GrantOperation } from "../../../subgraphs/consent/entities/consent-words.ts";
import { Notice } from "../../../subgraphs/consent/entities/notice.ts";
import { Person } from "../../../subgraphs/consent/entities/person.ts";
import { ConsentState } from "../../../subgraphs/consent/policies/consent-state.ts";
import { EvidenceKind } from "../../../subgraphs/consent/policies/evidence-kind.ts";
import { organizations } from "../../development/world.ts";
import { type CrowdPerson, crowdId, dayAgo, instantAgo } from "./crowd-person.ts";

const { medicoSocialCentre, association, insertionDoubs } = organizations;
const HEARD_BY = "development|sophie";
const { DRAFT, OFFERED, LAPSED, EXPIRED, ACTIVE, SUSPENDED, REFUSED, ENTERED_IN_ERROR, SUPERSEDED } = ConsentState;
const { WITHDRAWN, INVALIDATED } = ConsentState;
const NEVER_GIVEN: readonly ConsentState[] = [DRAFT, OFFERED, LAPSED, REFUSED, ENTERED_IN_ERROR];
const ENDED: readonly ConsentState[] = [REFUSED, ENTERED_IN_ERROR, SUPERSEDED, WITHDRAWN, INVALIDATED];
/** What the clock makes of what is stored. */
const STORED: Partial<Record<ConsentState, ConsentState>> = { [LAPSED]: OFFERED, [EXPIRED]: ACTIVE };

/** Who they are, who accompanies them, and a consent of each as far as her number says. */
export async function addCrowdToRegistry(em: EntityManager, crowd: readonly CrowdPerson[]): Promise<void> {
  const notice = await em.findOneOrFail(Notice, { language: "fr" }, { orderBy: { version: "asc" } });
  for (const person of crowd) {
    const { index, id, givenName, familyName, birthYear } = person;
    em.persist(em.create(Person, { id, subject: null, givenName, familyName, birthYear, epoch: 0 } as Person));
    for (const [place, organizationId] of [medicoSocialCentre, insertionDoubs].entries())
      em.persist(
        em.create(Accompaniment, {
          id: crowdId(2, index, place),
          personId: id,
          organizationId,
          basis: "MANDATE",
          startedOn: dayAgo(250),
          endedOn: null,
        } as Accompaniment),
      );
  }
  await em.flush();
  const consents = crowd.map((person) => ({ person, consent: addConsent(em, person, notice.id) }));
  await em.flush();
  for (const { person } of consents) addGrants(em, person);
  await em.flush();
  // What was given has its evidence, and what is over its end: a consent is never born over.
  for (const { person, consent } of consents) comeTo(em, consent, person.consentState, notice.contentHash);
  await em.flush();
}

function addConsent(em: EntityManager, { index, id, consentState }: CrowdPerson, noticeId: string): Consent {
  const consent = em.create(Consent, {
    id: crowdId(3, index),
    personId: id,
    organizationId: medicoSocialCentre,
    state: DRAFT,
    version: 1,
    suspensionCause: null,
    replacesId: null,
    noticeId,
    offeredAt: null,
    givenAt: null,
    endedAt: null,
    notAfter: instantAgo(consentState === EXPIRED ? 5 : -180),
    authorityId: null,
  });
  em.persist(consent);
  return consent;
}

/** That the association may know of her and of the prescription, and tell the prescriber what became of it. */
function addGrants(em: EntityManager, { index, id, consentState }: CrowdPerson): void {
  const towards = { sourceOrganizationId: medicoSocialCentre, granteeOrganizationId: association };
  const back = { sourceOrganizationId: association, granteeOrganizationId: medicoSocialCentre };
  const shared = [
    {
      ...towards,
      granteeRoles: ["HEALTH_NAVIGATOR"],
      purpose: "CARE_ACCESS_COORDINATION",
      category: "IDENTITY_CONTACT",
    },
    {
      ...towards,
      granteeRoles: ["HEALTH_NAVIGATOR"],
      purpose: "CARE_ACCESS_COORDINATION",
      category: "CARE_NAVIGATION",
    },
    { ...back, granteeRoles: ["SOCIAL_WORKER"], purpose: "PRESCRIBER_FEEDBACK", category: "CARE_NAVIGATION" },
  ] as const;
  for (const [place, words] of shared.entries())
    em.persist(
      em.create(ConsentGrant, {
        ...words,
        granteeRoles: [...words.granteeRoles],
        id: crowdId(4, index, place),
        consentId: crowdId(3, index),
        personId: id,
        organizationId: medicoSocialCentre,
        operations: [GrantOperation.READ, GrantOperation.NOTIFY],
        resourceId: null,
        approvedContentHash: null,
        notBefore: instantAgo(100),
        notAfter: instantAgo(consentState === EXPIRED ? 5 : -180),
        endedAt: null,
      } as ConsentGrant),
    );
}

function comeTo(em: EntityManager, consent: Consent, state: ConsentState, shownNoticeHash: string): void {
  if (state === DRAFT) return;
  const isGiven = !NEVER_GIVEN.includes(state);
  const isEnded = ENDED.includes(state);
  Object.assign(consent, {
    state: STORED[state] ?? state,
    suspensionCause: state === SUSPENDED ? "ASKED_BY_PERSON" : null,
    offeredAt: instantAgo(state === OFFERED ? 2 : 101),
    givenAt: isGiven ? instantAgo(100) : null,
    endedAt: isEnded ? instantAgo(10) : null,
  });
  if (!isGiven) return;
  const { id: consentId, personId, organizationId, givenAt: capturedAt } = consent;
  em.persist(
    em.create(ConsentEvidence, {
      consentId,
      personId,
      organizationId,
      authorityId: null,
      kind: EvidenceKind.ORAL_ATTESTED,
      capturedBy: HEARD_BY,
      capturedAt,
      assurance: null,
      artefactHash: null,
      custodianOrganizationId: organizationId,
      isAssisted: false,
      isInterpreted: false,
      shownNoticeHash,
    } as ConsentEvidence),
  );
}
