import type { EntityManager } from "@mikro-orm/postgresql";
import { Accompaniment } from "../../../subgraphs/consent/entities/accompaniment.ts";
import { HeldMandate } from "../../../subgraphs/consent/entities/held-mandate.ts";
import { Notice } from "../../../subgraphs/consent/entities/notice.ts";
import { Person } from "../../../subgraphs/consent/entities/person.ts";
import { ConsentState } from "../../../subgraphs/consent/policies/consent-state.ts";
import { EvidenceKind } from "../../../subgraphs/consent/policies/evidence-kind.ts";
import { organizations } from "../../development/world.ts";
import { dayAgo, instantAgo } from "../days.ts";
import { type ConsentPast, isGiven, storeConsents } from "../store-consents.ts";
import { type CrowdPerson, crowdId } from "./crowd-person.ts";
import { nth } from "./lists.ts";
import { mandatePastsOf } from "./mandate-past.ts";
import { planPastOf } from "./plan-past.ts";

const { medicoSocialCentre, association, insertionDoubs } = organizations;

/** Who they are, who accompanies them, and what each consented to as far as her number says. */
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
          startedOn: dayAgo(450),
          endedOn: null,
        } as Accompaniment),
      );
    for (const { id: mandateId, endedAgo } of mandatePastsOf(person)) {
      const held = { personId: id, organizationId: medicoSocialCentre };
      const endedAt = endedAgo === null ? null : instantAgo(endedAgo);
      em.persist(em.create(HeldMandate, { id: mandateId, ...held, endedAt }));
    }
  }
  await em.flush();
  await storeConsents(em, notice, [...crowd.flatMap(firstConsents), ...crowd.flatMap(planConsents)]);
}

const YEAR = 365;
const ENDED_AGO = 2;

/**
 * That the association may know of her, of the prescription and of her rights, and tell the prescriber what became of it. Given the
 * day before the prescription, which it permits; who has not given the one of now had given one before, and withdrew it.
 */
function firstConsents(person: CrowdPerson): ConsentPast[] {
  const { index, consentState: state, prescription } = person;
  const given = { ...common(person), offeredAgo: prescription.daysAgo + 1 };
  const lasting = Math.max(given.offeredAgo - YEAR, -180);
  const [id, earlierId] = [crowdId(3, index), crowdId(7, index)];
  if (isGiven(state)) {
    const notAfterAgo = state === ConsentState.EXPIRED ? ENDED_AGO : lasting;
    return [{ ...given, id, state, notAfterAgo, grants: grantsOf(index, 4) }];
  }
  const offeredAgo = state === ConsentState.LAPSED ? 40 : 5;
  return [
    { ...given, id: earlierId, state: ConsentState.WITHDRAWN, notAfterAgo: lasting, grants: grantsOf(index, 8) },
    { ...given, id, state, offeredAgo, notAfterAgo: -180, grants: grantsOf(index, 4) },
  ];
}

const common = ({ id: personId }: CrowdPerson) => ({
  personId,
  organizationId: medicoSocialCentre,
  endedAgo: ENDED_AGO,
  heardBy: "development|sophie",
  evidence: EvidenceKind.ORAL_ATTESTED,
});

function grantsOf(index: number, kind: number): ConsentPast["grants"] {
  const towards = { source: medicoSocialCentre, grantee: association, role: "HEALTH_NAVIGATOR" } as const;
  const back = { source: association, grantee: medicoSocialCentre, role: "SOCIAL_WORKER" } as const;
  const coordination = { ...towards, purpose: "CARE_ACCESS_COORDINATION" } as const;
  const shared = [
    { ...coordination, category: "IDENTITY_CONTACT" },
    { ...coordination, category: "CARE_NAVIGATION" },
    { ...back, purpose: "PRESCRIBER_FEEDBACK", category: "CARE_NAVIGATION" },
    { ...towards, purpose: "SOCIAL_FOLLOW_UP", category: "SOCIAL_RIGHTS" },
  ] as const;
  return shared.map((words, place) => ({ ...words, id: crowdId(kind, index, place) }));
}

const signed = [EvidenceKind.ORAL_ATTESTED, EvidenceKind.PAPER_SIGNED, EvidenceKind.E_SIGNATURE];

/** That a référent may read an extract of her plan: one consent for each text, which names it and lasts a year. */
function planConsents(person: CrowdPerson): ConsentPast[] {
  const { index, id: personId } = person;
  const extracts = planPastOf(person)?.versions.flatMap(({ extract }) => extract ?? []) ?? [];
  return extracts.map(({ id, contentHash, consentId, state, askedAgo }, place) => ({
    id: consentId,
    personId,
    organizationId: association,
    state: ConsentState[state],
    offeredAgo: askedAgo,
    endedAgo: state === "WITHDRAWN" ? 3 : askedAgo,
    notAfterAgo: askedAgo - YEAR,
    heardBy: "development|claire",
    evidence: nth(signed, index),
    grants: [
      {
        id: crowdId(6, index, place),
        source: association,
        grantee: insertionDoubs,
        role: "INSERTION_REFERENT",
        purpose: "CONTRACT_INTEGRATION",
        category: "EMPLOYMENT_EXTRACT",
        record: { id, contentHash },
      },
    ],
  }));
}
