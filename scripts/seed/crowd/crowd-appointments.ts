import type { EntityManager } from "@mikro-orm/postgresql";
import { Appointment } from "../../../subgraphs/health-access/entities/appointment.ts";
import { AppointmentChange } from "../../../subgraphs/health-access/entities/appointment-change.ts";
import { RuptureAcknowledgement } from "../../../subgraphs/health-access/entities/rupture-acknowledgement.ts";
import {
  type AppointmentCanceller,
  type AppointmentStatus,
  companions,
} from "../../../subgraphs/health-access/policies/appointment-words.ts";
import { ruptureActions } from "../../../subgraphs/health-access/policies/rupture-words.ts";
import { organizations } from "../../development/world.ts";
import { dayAgo, instantAgo } from "../days.ts";
import { type CrowdPerson, crowdId } from "./crowd-person.ts";
import { nth, words } from "./lists.ts";
import type { SupportPast } from "./support-past.ts";

const AUTHOR = "development|claire";

/** How many days ago an appointment was, or is to come; what became of it; who called it off. */
type Past = readonly [status: AppointmentStatus, daysAgo: number, cancelledBy?: AppointmentCanceller];

/** What became of the appointments of a support under way; one that was put off is followed by the one it was put off to. */
const pasts: readonly (readonly Past[])[] = [
  [
    ["KEPT", 17],
    ["PLANNED", -7],
  ],
  // Missed twice in a row: an alert, which is answered for every other one.
  [
    ["MISSED", 15],
    ["MISSED", 6],
  ],
  [
    ["CANCELLED", 10, "PERSON"],
    ["PLANNED", -3],
  ],
  [
    ["RESCHEDULED", 9],
    ["PLANNED", -12],
  ],
  [
    ["RESCHEDULED", 12],
    ["KEPT", 5],
    ["CANCELLED", -5, "PROVIDER"],
  ],
  [
    ["CANCELLED", 8, "ASSOCIATION"],
    ["MISSED", 7],
    ["PLANNED", -14],
  ],
];
/** Offers of the directory of the Doubs to which they lead; some lead to care that is in no directory. */
const careOffers = ["psychologue-besancon-planoise", "psychologue-pontarlier", "psychologue-montbeliard", null];

/** The appointments of a support: one to come when nothing was done yet, one kept in each that is over. */
export function addAppointments(em: EntityManager, person: CrowdPerson, support: SupportPast): void {
  const { index } = person;
  const { status, endedAgo } = support;
  const underWay = status === "OPEN" ? ([["PLANNED", -2]] as const) : nth(pasts, index);
  const own: readonly Past[] = endedAgo === null ? underWay : [["KEPT", endedAgo + 20]];
  for (const place of own.keys()) addAppointment(em, person, support, own, place);
  if (status === "STARTED" && isMissedTwice(own) && Math.floor(index / pasts.length) % 2 === 0)
    em.persist(answered(person, support));
}

const isMissedTwice = (own: readonly Past[]) => own.every(([status]) => status === "MISSED");
const owner = ({ id: personId }: CrowdPerson) => ({ personId, organizationId: organizations.association });

function addAppointment(
  em: EntityManager,
  person: CrowdPerson,
  { id: supportId, openedAgo }: SupportPast,
  own: readonly Past[],
  place: number,
): void {
  const [status, daysAgo, cancelledBy = null] = own[place]!;
  const id = crowdId(26, person.index, place);
  const plannedAgo = Math.min(openedAgo - 2, Math.max(daysAgo, 0) + 12);
  // Whether she came is known that afternoon; what is called off or put off is so beforehand.
  const isOutcome = status === "KEPT" || status === "MISSED";
  const movedAt = isOutcome ? instantAgo(daysAgo, 5) : instantAgo(Math.max(daysAgo, 0) + 1);
  const steps = [["PLANNED", instantAgo(plannedAgo)], ...(status === "PLANNED" ? [] : [[status, movedAt]])] as [
    AppointmentStatus,
    Date,
  ][];
  em.persist(
    Object.assign(new Appointment(), {
      ...owner(person),
      id,
      supportId,
      requestKey: id,
      startsAt: instantAgo(daysAgo, (person.index % 7) - 3),
      careOfferId: careOfferOf(person.index + place),
      accompaniedBy: nth(words(companions), person.index + place),
      status,
      cancelledBy,
      version: steps.length,
      changedAt: steps.at(-1)![1],
      replacesId: own[place - 1]?.[0] === "RESCHEDULED" ? crowdId(26, person.index, place - 1) : null,
    }),
  );
  for (const [rank, [stepStatus, recordedAt]] of steps.entries())
    em.persist(
      Object.assign(new AppointmentChange(), {
        ...owner(person),
        id: crowdId(27, person.index, place * 2 + rank),
        appointmentId: id,
        authorSubject: AUTHOR,
        version: rank + 1,
        status: stepStatus,
        cancelledBy: stepStatus === "CANCELLED" ? cancelledBy : null,
        recordedAt,
      }),
    );
}

function careOfferOf(index: number): string | null {
  const offer = nth(careOffers, index);
  return offer && `passerelle-fictif--${offer}`;
}

/** What the association decided once it saw that the second one was missed. */
function answered(person: CrowdPerson, { id: supportId }: SupportPast): RuptureAcknowledgement {
  return Object.assign(new RuptureAcknowledgement(), {
    ...owner(person),
    id: crowdId(28, person.index),
    supportId,
    authorSubject: AUTHOR,
    kind: "MISSED_APPOINTMENTS" as const,
    latestFactAt: instantAgo(6, 5),
    nextAction: nth(words(ruptureActions), person.index),
    actBeforeOn: dayAgo(-10),
    acknowledgedAt: instantAgo(5),
  });
}
