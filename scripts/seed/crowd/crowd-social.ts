import type { EntityManager } from "@mikro-orm/postgresql";
import { supportOutcomes } from "../../../subgraphs/health-access/policies/support-words.ts";
import { Prescription } from "../../../subgraphs/social-services/entities/prescription.ts";
import { SocialFile } from "../../../subgraphs/social-services/entities/social-file.ts";
import { reasonsOf } from "../../../subgraphs/social-services/policies/prescription-transitions.ts";
import type { RecordedStatus } from "../../../subgraphs/social-services/policies/prescription-words.ts";
import { recordOutcome } from "../../../subgraphs/social-services/services/record-outcome.ts";
import { recordTransition } from "../../../subgraphs/social-services/services/record-transition.ts";
import { organizations } from "../../development/world.ts";
import { dayAgo, instantAgo } from "../days.ts";
import { addBarrier } from "./crowd-barriers.ts";
import { addConventions } from "./crowd-conventions.ts";
import { addMandates } from "./crowd-mandates.ts";
import { type CrowdPerson, crowdId } from "./crowd-person.ts";
import { addRequests } from "./crowd-requests.ts";
import { nth, words } from "./lists.ts";
import { ACCEPTED_AFTER, DONE_AFTER } from "./support-past.ts";

const { medicoSocialCentre, association } = organizations;
const held = ({ id: personId }: CrowdPerson) => ({ personId, organizationId: medicoSocialCentre });
/** The way to each status, and how many days after the prescription each step was taken. */
const ways: Readonly<Record<string, readonly (readonly [RecordedStatus, number])[]>> = {
  REQUESTED: [],
  REFUSED: [["REFUSED", 4]],
  ACCEPTED: [["ACCEPTED", ACCEPTED_AFTER]],
  IN_PROGRESS: [
    ["ACCEPTED", ACCEPTED_AFTER],
    ["IN_PROGRESS", 5],
  ],
  ON_HOLD: [
    ["ACCEPTED", ACCEPTED_AFTER],
    ["ON_HOLD", 30],
  ],
  DONE: [
    ["ACCEPTED", ACCEPTED_AFTER],
    ["IN_PROGRESS", 5],
    ["DONE", DONE_AFTER],
  ],
  CANCELLED: [["CANCELLED", 5]],
};

/** A file of each with what she asks for, a barrier, her référent and a prescription as far as her number says. */
export async function addCrowdToSocialServices(em: EntityManager, crowd: readonly CrowdPerson[]): Promise<void> {
  await addConventions(em);
  for (const person of crowd) {
    const socialFileId = crowdId(10, person.index);
    em.persist(Object.assign(new SocialFile(), { ...held(person), id: socialFileId, openedOn: dayAgo(450) }));
    addBarrier(em, person, socialFileId);
    addRequests(em, person, socialFileId);
    await addMandates(em, person);
    await addPrescription(em, person);
  }
  await em.flush();
}

/** By the very function that records each step, so that what waits is stated too. */
async function addPrescription(em: EntityManager, person: CrowdPerson): Promise<void> {
  const { index, prescription: past } = person;
  const requestedAt = instantAgo(past.daysAgo);
  const prescription = Object.assign(new Prescription(), {
    ...held(person),
    id: crowdId(14, index),
    recipientOrganizationId: association,
    requestKey: crowdId(14, index),
    reasons: ["CARE_GIVEN_UP" as const],
    note: null,
    requestedAt,
    version: 0,
  });
  const prescriber = { organizationId: medicoSocialCentre, role: "SOCIAL_WORKER" as const };
  const recipient = { organizationId: association, role: "HEALTH_NAVIGATOR" as const };
  await recordTransition(em, prescription, prescriber, { to: "REQUESTED", now: requestedAt });
  for (const [to, after] of ways[past.status]!) {
    const isByPrescriber = to === "ON_HOLD" || to === "CANCELLED";
    const now = instantAgo(past.daysAgo - after);
    const step = { to, now, reason: reasonsOf[to]?.[0] ?? null };
    await recordTransition(em, prescription, isByPrescriber ? prescriber : recipient, step);
  }
  if (past.status !== "DONE") return;
  // The prescriber is told as far as the person lets it be.
  const code = person.consentState === "ACTIVE" ? nth(words(supportOutcomes), index) : "OUTCOME_NOT_SHARED";
  recordOutcome(em, prescription, code, instantAgo(past.daysAgo - DONE_AFTER));
}
