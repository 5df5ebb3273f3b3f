import type { EntityManager } from "@mikro-orm/postgresql";
import { TrainingRegistration } from "../../../subgraphs/health-access/entities/training-registration.ts";
import { TrainingSession } from "../../../subgraphs/health-access/entities/training-session.ts";
import type { Attendance, RegistrationStatus } from "../../../subgraphs/health-access/policies/workshop-words.ts";
import { organizations } from "../../development/world.ts";
import { instantAgo } from "../days.ts";
import { crowdId } from "./crowd-person.ts";

const { association, medicoSocialCentre, insertionDoubs } = organizations;
const cancelled = { capacity: 4, isCancelled: true } as const;

/** One that is over, one that is full, and one that does not take place: when, and for how many. */
const plans = [
  { theme: "Accueillir une personne en souffrance psychique (fictif)", daysAgo: 20, capacity: 3, isCancelled: false },
  { theme: "Lire une notification de la MDPH (fictif)", daysAgo: -15, capacity: 1, isCancelled: false },
  { theme: "Repérer une perte d'audition (fictif)", daysAgo: -30, ...cancelled },
] as const;

/** Who of the cast comes to which, in the order in which they registered. */
const comers: readonly [place: number, name: string, from: string, RegistrationStatus, Attendance | null][] = [
  [0, "claire", association, "REGISTERED", "KEPT"],
  [0, "sophie", medicoSocialCentre, "REGISTERED", "ABSENT"],
  [1, "elise", association, "REGISTERED", null],
  [1, "sophie", medicoSocialCentre, "WAITING", null],
  [1, "karim", insertionDoubs, "CANCELLED", null],
];

/** Sessions in which the association trains its own professionals and those of its partners. */
export function addTrainings(em: EntityManager): void {
  for (const [place, { theme, daysAgo, capacity, isCancelled }] of plans.entries())
    em.persist(
      Object.assign(new TrainingSession(), {
        id: crowdId(72, place),
        organizationId: association,
        theme,
        placeName: "Salle de l'association (fictive)",
        startsAt: instantAgo(daysAgo, 1),
        endsAt: instantAgo(daysAgo, 4),
        capacity,
        openTo: [medicoSocialCentre, insertionDoubs],
        isCancelled,
      }),
    );
  for (const [rank, [place, name, comesFor, status, attendance]] of comers.entries())
    em.persist(
      Object.assign(new TrainingRegistration(), {
        id: crowdId(73, rank),
        sessionId: crowdId(72, place),
        account: `development|${name}`,
        organizationId: association,
        comesFor,
        number: comers.slice(0, rank + 1).filter(([of]) => of === place).length,
        status,
        attendance,
      }),
    );
}
