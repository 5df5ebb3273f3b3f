import type { EntityManager } from "@mikro-orm/postgresql";
import { CoordinationMeeting } from "../../../subgraphs/social-services/entities/coordination-meeting.ts";
import { CoordinationTask } from "../../../subgraphs/social-services/entities/coordination-task.ts";
import { ReferentMandate } from "../../../subgraphs/social-services/entities/referent-mandate.ts";
import { agreementMedia } from "../../../subgraphs/social-services/policies/file-words.ts";
import { stateTaskWork } from "../../../subgraphs/social-services/services/state-task-work.ts";
import { organizations } from "../../development/world.ts";
import { dayAgo, instantAgo } from "../days.ts";
import { type CrowdPerson, crowdId } from "./crowd-person.ts";
import { nth, words } from "./lists.ts";
import { type MandatePast, mandatePastsOf } from "./mandate-past.ts";

const { medicoSocialCentre, association, insertionDoubs } = organizations;
const MEETS_AFTER = 40;
/** Who is to do what: due how many days after the meeting, done how many days after it. */
const tasks = [
  [medicoSocialCentre, "Compléter le dossier de droits.", 20, 15],
  [association, "Prendre un rendez-vous avec la personne.", 15, null],
  [insertionDoubs, "Adapter les démarches du contrat.", 160, null],
] as const;

/** Her référents, each with a meeting that was held and what it decided: a task done, one late, one due in time. */
export async function addMandates(em: EntityManager, person: CrowdPerson): Promise<void> {
  for (const [place, past] of mandatePastsOf(person).entries()) {
    const { startedAgo, endedAgo, ...mandate } = past;
    em.persist(
      Object.assign(new ReferentMandate(), {
        ...mandate,
        ...held(person),
        startedOn: dayAgo(startedAgo),
        endedOn: endedAgo === null ? null : dayAgo(endedAgo),
        agreedOn: dayAgo(startedAgo),
        agreementMedium: nth(words(agreementMedia), person.index),
      }),
    );
    await addMeeting(em, person, past, place);
  }
}

const held = ({ id: personId }: CrowdPerson) => ({ personId, organizationId: medicoSocialCentre });

async function addMeeting(
  em: EntityManager,
  person: CrowdPerson,
  { id: mandateId, startedAgo }: MandatePast,
  place: number,
) {
  const heldAgo = startedAgo - MEETS_AFTER;
  const meetingId = crowdId(17, person.index, place);
  em.persist(
    Object.assign(new CoordinationMeeting(), {
      ...held(person),
      id: meetingId,
      mandateId,
      heldOn: dayAgo(heldAgo),
      agreedOn: dayAgo(heldAgo + 5),
      agreementMedium: nth(words(agreementMedia), person.index + 1),
      participantIds: [association, insertionDoubs],
      decisions: ["Chacun tient les autres au courant.", "Les démarches se font l'une après l'autre."],
    }),
  );
  for (const [rank, [assigneeId, label, dueAfter, doneAfter]] of tasks.entries()) {
    const task = Object.assign(new CoordinationTask(), {
      ...held(person),
      id: crowdId(17, person.index, 10 + place * tasks.length + rank),
      meetingId,
      assigneeId,
      label,
      dueOn: dayAgo(heldAgo - dueAfter),
      doneOn: doneAfter === null ? null : dayAgo(heldAgo - doneAfter),
    });
    em.persist(task);
    if (doneAfter === null) await stateTaskWork(em, task, instantAgo(heldAgo));
  }
}
