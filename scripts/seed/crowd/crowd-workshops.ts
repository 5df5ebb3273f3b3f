import type { EntityManager } from "@mikro-orm/postgresql";
import { publishEvent } from "../../../kit/events.ts";
import { WorkshopRegistration } from "../../../subgraphs/health-access/entities/workshop-registration.ts";
import { WorkshopSession } from "../../../subgraphs/health-access/entities/workshop-session.ts";
import { toEventContent } from "../../../subgraphs/health-access/policies/day-offer.ts";
import { workshopOffer } from "../../../subgraphs/health-access/policies/workshop-offer.ts";
import {
  type Attendance,
  type RegistrationStatus,
  workshopThemes,
} from "../../../subgraphs/health-access/policies/workshop-words.ts";
import { organizations } from "../../development/world.ts";
import { instantAgo } from "../days.ts";
import { type CrowdPerson, crowdId, crowdPerson } from "./crowd-person.ts";
import { nth, words } from "./lists.ts";
import { supportPastOf } from "./support-past.ts";

/** So many of the crowd, one after the other, are offered the same sessions. */
const TOGETHER = 100;
/** One that is over, two to come, and one that does not take place: when, for how many, and how many of them anonymous. */
const plans = [
  { daysAgo: 14, capacity: 12, anonymousPlaces: 1, isCancelled: false },
  { daysAgo: -9, capacity: 9, anonymousPlaces: 0, isCancelled: false },
  { daysAgo: -20, capacity: 16, anonymousPlaces: 2, isCancelled: false },
  { daysAgo: -4, capacity: 10, anonymousPlaces: 0, isCancelled: true },
] as const;

/** The sessions that are offered to these, where they are missing, and who of them comes. */
export async function addWorkshops(em: EntityManager, crowd: readonly CrowdPerson[]): Promise<void> {
  const added = new Set(crowd.map(({ id }) => id));
  for (const group of new Set(crowd.map(({ index }) => Math.floor(index / TOGETHER)))) {
    for (const place of plans.keys()) await addSession(em, group, place);
    for (const place of plans.keys())
      em.persist(registrations(group, place).filter(({ personId }) => added.has(personId)));
  }
}

async function addSession(em: EntityManager, group: number, place: number): Promise<void> {
  const id = crowdId(40, group, place);
  if ((await em.count(WorkshopSession, { id })) > 0) return;
  const { daysAgo, capacity, anonymousPlaces, isCancelled } = plans[place]!;
  const session = Object.assign(new WorkshopSession(), {
    id,
    organizationId: organizations.association,
    theme: nth(words(workshopThemes), group + place),
    placeName: `Maison de quartier ${group + 1} (fictive)`,
    communeCode: "25056",
    startsAt: instantAgo(daysAgo, 1),
    endsAt: instantAgo(daysAgo, 3),
    capacity,
    anonymousPlaces,
    isCancelled,
    version: isCancelled ? 2 : 1,
  });
  em.persist(session);
  const type = isCancelled ? "day-offer.withdrawn" : "day-offer.published";
  const data = toEventContent(workshopOffer(session));
  await publishEvent(em, "health-access", ["resource-directory"], { type, subject: id, data });
}

/**
 * Who registered for a session, in the order in which they came: a function of the group, so that whoever is added later finds
 * her place. One in five took her word back, and has left her place to the next.
 */
function registrations(group: number, place: number): WorkshopRegistration[] {
  const { daysAgo, capacity, anonymousPlaces, isCancelled } = plans[place]!;
  if (isCancelled) return [];
  let free = capacity - anonymousPlaces;
  return candidates(group, place).map(({ index, id: personId }, rank) => {
    const status: RegistrationStatus = rank % 5 === 4 ? "CANCELLED" : free > 0 ? "REGISTERED" : "WAITING";
    if (status === "REGISTERED") free -= 1;
    const came: Attendance = rank % 3 === 0 ? "ABSENT" : "KEPT";
    return Object.assign(new WorkshopRegistration(), {
      id: crowdId(41, index, place),
      sessionId: crowdId(40, group, place),
      personId,
      organizationId: organizations.association,
      number: rank + 1,
      status,
      attendance: daysAgo > 0 && status === "REGISTERED" ? came : null,
    });
  });
}

/** Those whose support is under way; each comes to some of the sessions. */
const candidates = (group: number, place: number): CrowdPerson[] =>
  Array.from({ length: TOGETHER }, (_, rank) => crowdPerson(group * TOGETHER + rank))
    .filter((person) => supportPastOf(person)?.status === "STARTED")
    .filter((_, rank) => rank % 3 !== place);
