import { fileURLToPath } from "node:url";
import type { EntityManager, MikroORM } from "@mikro-orm/postgresql";
import { Accompaniment } from "../../subgraphs/consent/entities/accompaniment.ts";
import { HeldMandate } from "../../subgraphs/consent/entities/held-mandate.ts";
import { Membership } from "../../subgraphs/consent/entities/membership.ts";
import { Organization, OrganizationKind } from "../../subgraphs/consent/entities/organization.ts";
import { Person } from "../../subgraphs/consent/entities/person.ts";
import { Professional } from "../../subgraphs/consent/entities/professional.ts";
import { publishNotice } from "../../subgraphs/consent/services/publish-notice.ts";
import type { Role } from "../../subgraphs/protection.ts";
import type { Volet } from "../../subgraphs/volets.ts";
import { mandates, organizations, people } from "../development/world.ts";
import { readNoticeTexts } from "../notice/read-notice-texts.ts";
import { fixedId } from "./fixed-id.ts";
import { addAgreements, addFirstConsents } from "./sharing.ts";

const FIRST_NOTICE = fileURLToPath(new URL("../../subgraphs/consent/assets/notices/v1", import.meta.url));
const subjectOf = (name: string) => `development|${name}`;

/** Fills an empty registry with the development world; one that is filled stays as it is. */
export async function seedConsent(orm: MikroORM): Promise<void> {
  await orm.em.fork().transactional(async (em) => {
    await em.execute("lock table organization in exclusive mode");
    if ((await em.count(Organization)) > 0) return;
    addOrganizations(em);
    addProfessionals(em);
    addPeople(em);
    addHeldMandate(em);
    addAgreements(em);
    await em.flush();
    const { notices } = await publishNotice(em as EntityManager, {
      texts: await readNoticeTexts(FIRST_NOTICE),
      isMaterial: true,
    });
    await addFirstConsents(em, notices.find(({ language }) => language === "fr")!, subjectOf("sophie"));
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
  for (const [index, [id, name, kind, departmentCode]] of rows.entries())
    em.persist(em.create(Organization, { id, name, kind, departmentCode, ...contactOf(index) }));
}

/** Nobody's: a number of those kept for fiction (arcep.fr), an address under a name that resolves nowhere. */
const contactOf = (index: number) => ({
  postalAddress: `${index + 1} rue de la Fiction, 25000 Besançon`,
  email: `donnees-${index + 1}@passerelle.example`,
  phone: `+33 1 99 00 00 0${index + 1}`,
});

function addProfessionals(em: EntityManager): void {
  const rows: [string, string, Role, Volet[]?][] = [
    ["claire", organizations.association, "HEALTH_NAVIGATOR", ["SANITAIRE", "EDUCATION_POPULAIRE"]],
    ["sophie", organizations.medicoSocialCentre, "SOCIAL_WORKER"],
    ["karim", organizations.insertionDoubs, "INSERTION_REFERENT"],
    ["paul", organizations.insertionCreuse, "INSERTION_REFERENT"],
    ["leo", organizations.partner, "PARTNER_DEVELOPER"],
    ["nadia", organizations.hubOperator, "DATA_PROTECTION_OFFICER"],
    ["helene", organizations.association, "MEDICAL_VOLUNTEER", ["SANITAIRE"]],
  ];
  for (const [index, [name, organizationId, role, volets = []]] of rows.entries()) {
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
        volets,
        startedAt: new Date(),
        endedAt: null,
      }),
    );
  }
}

/** What social services told: the centre is Amina's référent. */
function addHeldMandate(em: EntityManager): void {
  const held = { personId: people.amina, organizationId: organizations.medicoSocialCentre, endedAt: null };
  em.persist(em.create(HeldMandate, { id: mandates.amina, ...held }));
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
        basis: "MANDATE" as const,
        startedOn: "2024-09-02",
        endedOn: null,
      };
      em.persist(em.create(Accompaniment, accompaniment));
    }
  }
}
