import type { EntityManager } from "@mikro-orm/postgresql";
import { Barrier } from "../../../subgraphs/social-services/entities/barrier.ts";
import { Prescription } from "../../../subgraphs/social-services/entities/prescription.ts";
import { PrescriptionOutcome } from "../../../subgraphs/social-services/entities/prescription-outcome.ts";
import { RightsRequest } from "../../../subgraphs/social-services/entities/rights-request.ts";
import { RightsRequestChange } from "../../../subgraphs/social-services/entities/rights-request-change.ts";
import { SocialFile } from "../../../subgraphs/social-services/entities/social-file.ts";
import { reasonsOf } from "../../../subgraphs/social-services/policies/prescription-transitions.ts";
import type { RecordedStatus } from "../../../subgraphs/social-services/policies/prescription-words.ts";
import { recordTransition } from "../../../subgraphs/social-services/services/record-transition.ts";
import { organizations } from "../../development/world.ts";
import { type CrowdPerson, crowdId, dayAgo, instantAgo } from "./crowd-person.ts";

const { medicoSocialCentre, association } = organizations;
const held = ({ id: personId }: CrowdPerson) => ({ personId, organizationId: medicoSocialCentre });
/** The way to each status, and how many days after the prescription each step was taken. */
const ways: Readonly<Record<string, readonly (readonly [RecordedStatus, number])[]>> = {
  REQUESTED: [],
  REFUSED: [["REFUSED", 4]],
  ACCEPTED: [["ACCEPTED", 3]],
  IN_PROGRESS: [
    ["ACCEPTED", 3],
    ["IN_PROGRESS", 10],
  ],
  ON_HOLD: [
    ["ACCEPTED", 3],
    ["ON_HOLD", 30],
  ],
  DONE: [
    ["ACCEPTED", 3],
    ["IN_PROGRESS", 10],
    ["DONE", 150],
  ],
  CANCELLED: [["CANCELLED", 5]],
};

/** A file of each with a request for a right and a barrier, and a prescription as far as her number says. */
export async function addCrowdToSocialServices(em: EntityManager, crowd: readonly CrowdPerson[]): Promise<void> {
  for (const person of crowd) {
    const socialFileId = crowdId(10, person.index);
    em.persist(Object.assign(new SocialFile(), { ...held(person), id: socialFileId, openedOn: dayAgo(250) }));
    em.persist(
      Object.assign(new Barrier(), {
        ...held(person),
        id: crowdId(11, person.index),
        socialFileId,
        kind: person.barrierKind,
        openedOn: dayAgo(240),
        liftedOn: person.isBarrierLifted ? dayAgo(30) : null,
      }),
    );
    addRequest(em, person, socialFileId);
    await addPrescription(em, person);
  }
  await em.flush();
}

function addRequest(em: EntityManager, person: CrowdPerson, socialFileId: string): void {
  const { index, rightsKind: kind, requestState: state } = person;
  const steps = state === "INVESTIGATION_ONGOING" ? [state] : (["INVESTIGATION_ONGOING", state] as const);
  const id = crowdId(12, index);
  const fields = { ...held(person), socialFileId, kind, label: "", requestedOn: dayAgo(200) };
  em.persist(Object.assign(new RightsRequest(), { ...fields, id, state, version: steps.length }));
  for (const [place, step] of steps.entries())
    em.persist(
      Object.assign(new RightsRequestChange(), {
        ...held(person),
        id: crowdId(13, index, place),
        requestId: id,
        version: place + 1,
        state: step,
        reason: place > 0 ? "Décision fictive." : null,
        happenedOn: dayAgo(200 - place * 40),
        recordedAt: instantAgo(200 - place * 40),
        actorRole: "SOCIAL_WORKER" as const,
        actorOrganizationId: medicoSocialCentre,
      }),
    );
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
  const told = { prescriptionId: prescription.id, code: "OUTCOME_NOT_SHARED" as const, recordedAt: instantAgo(50) };
  em.persist(
    Object.assign(new PrescriptionOutcome(), {
      id: crowdId(15, index),
      personId: person.id,
      organizationId: association,
      ...told,
    }),
  );
}
