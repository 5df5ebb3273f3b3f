import { createHash } from "node:crypto";
import type { EntityManager, MikroORM } from "@mikro-orm/postgresql";
import { Accompaniment } from "../../subgraphs/consent/entities/accompaniment.ts";
import { Consent } from "../../subgraphs/consent/entities/consent.ts";
import { ConsentGrant } from "../../subgraphs/consent/entities/consent-grant.ts";
import { GrantOperation } from "../../subgraphs/consent/entities/consent-words.ts";
import { DataSharingAgreement } from "../../subgraphs/consent/entities/data-sharing-agreement.ts";
import { Membership } from "../../subgraphs/consent/entities/membership.ts";
import { Notice } from "../../subgraphs/consent/entities/notice.ts";
import { Organization, OrganizationKind } from "../../subgraphs/consent/entities/organization.ts";
import { Person } from "../../subgraphs/consent/entities/person.ts";
import { Professional } from "../../subgraphs/consent/entities/professional.ts";
import { ConsentState } from "../../subgraphs/consent/policies/consent-state.ts";
import type { DataCategory, Purpose, Role } from "../../subgraphs/protection.ts";
import { organizations, people } from "../development/world.ts";
import { noticeText } from "./notice-text.ts";

/** An identifier that is the same at every seeding. */
const fixedId = (kind: number, index: number) => `0e00000${kind}-0000-4000-8000-${String(index).padStart(12, "0")}`;
const subjectOf = (name: string) => `development|${name}`;
const NOTICE = fixedId(1, 1);

/** Fills an empty registry with the development world; one that is filled stays as it is. */
export async function seedConsent(orm: MikroORM): Promise<void> {
  await orm.em.fork().transactional(async (em) => {
    await em.execute("lock table organization in exclusive mode");
    if ((await em.count(Organization)) > 0) return;
    addOrganizations(em);
    addProfessionals(em);
    addPeople(em);
    addAgreements(em);
    await em.flush();
    addFirstConsents(em);
  });
}

function addOrganizations(em: EntityManager): void {
  const rows: [string, string, OrganizationKind, string | null][] = [
    [
      organizations.medicoSocialCentre,
      "Centre médico-social de Besançon (fictif)",
      OrganizationKind.SOCIAL_SERVICE,
      "25",
    ],
    [
      organizations.association,
      "Association d'accès à la santé de Besançon (fictive)",
      OrganizationKind.HEALTH_ACCESS_ASSOCIATION,
      "25",
    ],
    [organizations.insertionDoubs, "Service insertion du Doubs (fictif)", OrganizationKind.INSERTION_SERVICE, "25"],
    [
      organizations.insertionCreuse,
      "Service insertion de la Creuse (fictif)",
      OrganizationKind.INSERTION_SERVICE,
      "23",
    ],
    [organizations.partner, "Éditeur partenaire (fictif)", OrganizationKind.SOFTWARE_PARTNER, null],
    [organizations.hubOperator, "Opérateur de la passerelle (fictif)", OrganizationKind.HUB_OPERATOR, null],
  ];
  for (const [id, name, kind, departmentCode] of rows)
    em.persist(em.create(Organization, { id, name, kind, departmentCode }));
}

function addProfessionals(em: EntityManager): void {
  const rows: [string, string, Role][] = [
    ["claire", organizations.association, "HEALTH_NAVIGATOR"],
    ["sophie", organizations.medicoSocialCentre, "SOCIAL_WORKER"],
    ["karim", organizations.insertionDoubs, "INSERTION_REFERENT"],
    ["paul", organizations.insertionCreuse, "INSERTION_REFERENT"],
    ["leo", organizations.partner, "PARTNER_DEVELOPER"],
    ["nadia", organizations.hubOperator, "DATA_PROTECTION_OFFICER"],
  ];
  for (const [index, [name, organizationId, role]] of rows.entries()) {
    const professionalId = fixedId(2, index);
    em.persist(
      em.create(Professional, { id: professionalId, subject: subjectOf(name), displayName: `${name} (fictif)` }),
    );
    em.persist(
      em.create(Membership, {
        id: fixedId(3, index),
        professionalId,
        organizationId,
        role,
        startedAt: new Date(),
        endedAt: null,
      }),
    );
  }
}

function addPeople(em: EntityManager): void {
  const rows: [string, string, string, string, number][] = [
    [people.amina, "amina", "Amina", "Personne-Fictive", 1988],
    [people.bruno, "bruno", "Bruno", "Personne-Fictive", 1979],
  ];
  for (const [index, [id, name, givenName, familyName, birthYear]] of rows.entries()) {
    em.persist(
      em.create(Person, { id, subject: subjectOf(name), givenName, familyName, birthYear, epoch: 0 } as Person),
    );
    for (const [place, organizationId] of [organizations.medicoSocialCentre, organizations.insertionDoubs].entries()) {
      const accompaniment = {
        id: fixedId(4, index * 10 + place),
        personId: id,
        organizationId,
        basis: "MANDATE",
        startedOn: "2024-09-02",
        endedOn: null,
      };
      em.persist(em.create(Accompaniment, accompaniment));
    }
  }
}

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
  [association, insertionDoubs, "CONTRACT_INTEGRATION", ["EMPLOYMENT_EXTRACT"], ["INSERTION_REFERENT"]],
];

function addAgreements(em: EntityManager): void {
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
  const contentHash = createHash("sha256").update(noticeText).digest("hex");
  em.persist(
    em.create(Notice, {
      id: NOTICE,
      version: 1,
      language: "fr",
      text: noticeText,
      contentHash,
      effectiveFrom: new Date("2024-01-01T00:00:00Z"),
    }),
  );
}

/** What each person agreed to, by word of mouth, when her social worker first spoke of a health support. */
function addFirstConsents(em: EntityManager): void {
  for (const [index, personId] of Object.values(people).entries()) {
    const consentId = fixedId(6, index);
    const givenAt = new Date();
    em.persist(
      em.create(Consent, {
        id: consentId,
        personId,
        organizationId: medicoSocialCentre,
        state: ConsentState.ACTIVE,
        noticeId: NOTICE,
        offeredAt: givenAt,
        givenAt,
        endedAt: null,
        notAfter: inYears(1),
        evidence: "ORAL_ATTESTED",
      } as Consent),
    );
    const grants = sharings
      .slice(0, 2)
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
  }
}

function inYears(years: number): Date {
  const date = new Date();
  date.setUTCFullYear(date.getUTCFullYear() + years);
  return date;
}
