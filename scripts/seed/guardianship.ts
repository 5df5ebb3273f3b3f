import { createHash } from "node:crypto";
import type { EntityManager, MikroORM } from "@mikro-orm/postgresql";
import { Accompaniment } from "../../subgraphs/consent/entities/accompaniment.ts";
import { Notice } from "../../subgraphs/consent/entities/notice.ts";
import { Person } from "../../subgraphs/consent/entities/person.ts";
import { ProxyAuthority } from "../../subgraphs/consent/entities/proxy-authority.ts";
import { ConsentState } from "../../subgraphs/consent/policies/consent-state.ts";
import { EvidenceKind } from "../../subgraphs/consent/policies/evidence-kind.ts";
import { ProxyKind } from "../../subgraphs/consent/policies/proxy-kind.ts";
import { organizations, protectedPeople } from "../development/world.ts";
import { dayAgo, instantAgo } from "./days.ts";
import { fixedId } from "./fixed-id.ts";
import { storeConsents } from "./store-consents.ts";

const { medicoSocialCentre, association } = organizations;
const { odile } = protectedPeople;
const VERIFIED_BY = "development|sophie";
const YEAR = 365;
/** What is asked of her, in the order of its grants; the authority extends to it. */
const shared = ["IDENTITY_CONTACT", "CARE_NAVIGATION"] as const;

/** Odile, her guardian's authority as Sophie verified it, and a consent offered to her; where she is already, all stays. */
export async function seedGuardianship(orm: MikroORM): Promise<void> {
  await orm.em.fork().transactional(async (em) => {
    await em.execute("lock table organization in exclusive mode");
    if ((await em.count(Person, { id: odile })) > 0) return;
    const named = { givenName: "Odile", familyName: "Personne-Fictive", birthYear: 1951 };
    em.persist(em.create(Person, { id: odile, subject: "development|odile", ...named, epoch: 0 } as Person));
    em.persist(
      em.create(Accompaniment, {
        id: fixedId(4, 20),
        personId: odile,
        organizationId: medicoSocialCentre,
        basis: "MANDATE",
        startedOn: dayAgo(YEAR),
        endedOn: null,
      } as Accompaniment),
    );
    await em.flush();
    em.persist(
      em.create(ProxyAuthority, {
        id: fixedId(8, 0),
        personId: odile,
        organizationId: medicoSocialCentre,
        holderSubject: "development|solange",
        holderName: "Solange Mandataire (fictive)",
        kind: ProxyKind.GUARDIAN_REPRESENTING,
        scope: [...shared],
        validFrom: instantAgo(YEAR),
        validTo: instantAgo(-4 * YEAR),
        evidenceHash: createHash("sha256").update("Jugement de tutelle (fictif)").digest("hex"),
        verifiedBy: VERIFIED_BY,
        verifiedAt: instantAgo(YEAR),
        endedAt: null,
        endedBy: null,
      }),
    );
    await offerConsent(em as EntityManager);
  });
}

/** That the association may know of her and bring her to care: whoever decides for her finds it offered. */
async function offerConsent(em: EntityManager): Promise<void> {
  const notice = await em.findOneOrFail(Notice, { language: "fr" }, { orderBy: { version: "desc" } });
  const towards = { source: medicoSocialCentre, grantee: association, role: "HEALTH_NAVIGATOR" } as const;
  const offered = {
    id: fixedId(6, 20),
    personId: odile,
    organizationId: medicoSocialCentre,
    state: ConsentState.OFFERED,
    offeredAgo: 1,
    endedAgo: 0,
    notAfterAgo: -YEAR,
    heardBy: VERIFIED_BY,
    evidence: EvidenceKind.ORAL_ATTESTED,
    grants: shared.map((category, place) => ({
      ...towards,
      id: fixedId(7, 200 + place),
      purpose: "CARE_ACCESS_COORDINATION" as const,
      category,
    })),
  };
  await storeConsents(em, notice, [offered]);
}
