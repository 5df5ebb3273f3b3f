import type { EntityManager } from "@mikro-orm/postgresql";
import { NetworkMeeting } from "../../../subgraphs/health-access/entities/network-meeting.ts";
import { SatisfactionCollection } from "../../../subgraphs/health-access/entities/satisfaction-collection.ts";
import { Sector } from "../../../subgraphs/health-access/entities/sector.ts";
import { SupervisionSession } from "../../../subgraphs/health-access/entities/supervision-session.ts";
import { organizations } from "../../development/world.ts";
import { dayAgo } from "../days.ts";
import { fixedId } from "../fixed-id.ts";
import { crowdId } from "./crowd-person.ts";
import { addTrainings } from "./crowd-trainings.ts";

const { association: organizationId } = organizations;
/** Claire, by her identifier in the registry. */
const attendants = [fixedId(2, 0)];
const MONTHS = 12;

/** The parts of the association's territory. */
export const sectors = [
  { id: crowdId(44, 0), organizationId, code: "NORD-FICTIF", label: "Nord du Doubs (fictif)" },
  { id: crowdId(44, 1), organizationId, code: "HAUT-DOUBS-FICTIF", label: "Haut-Doubs (fictif)" },
];

/** What the team does that is about no one person, month by month for a year, once. */
export async function addTeam(em: EntityManager): Promise<void> {
  if ((await em.count(Sector, { id: sectors[0]!.id })) > 0) return;
  for (const sector of sectors) em.persist(Object.assign(new Sector(), sector));
  addTrainings(em);
  for (let month = 0; month < MONTHS; month += 1) {
    const heldOn = dayAgo(12 + month * 30);
    // The association may have recorded one that day.
    await em.upsert(
      SupervisionSession,
      { id: crowdId(45, month), organizationId, heldOn, minutesPerAttendant: 120, attendants },
      { onConflictFields: ["organizationId", "heldOn"], onConflictAction: "ignore" },
    );
    for (const [place, { id: sectorId }] of sectors.entries()) {
      const meeting = { id: crowdId(46, month, place), sectorId, heldOn, minutesPerAttendant: 90 + month, attendants };
      em.persist(Object.assign(new NetworkMeeting(), meeting));
      if (month % 4 === 0) em.persist(collection(month, place, sectorId));
    }
  }
  await em.flush();
}

const collection = (month: number, place: number, sectorId: string) =>
  Object.assign(new SatisfactionCollection(), {
    id: crowdId(47, month, place),
    sectorId,
    collectedOn: dayAgo(2 + month * 30),
    verySatisfied: 9 + month,
    satisfied: 12,
    dissatisfied: 2,
    veryDissatisfied: place,
  });
