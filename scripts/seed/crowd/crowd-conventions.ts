import type { EntityManager } from "@mikro-orm/postgresql";
import { Convention } from "../../../subgraphs/social-services/entities/convention.ts";
import { ConventionFunding } from "../../../subgraphs/social-services/entities/convention-funding.ts";
import { ConventionTarget } from "../../../subgraphs/social-services/entities/convention-target.ts";
import { ReceivingCapacity } from "../../../subgraphs/social-services/entities/receiving-capacity.ts";
import { targetKinds } from "../../../subgraphs/social-services/policies/convention-words.ts";
import { organizations } from "../../development/world.ts";
import { dayAgo, instantAgo } from "../days.ts";
import { crowdId } from "./crowd-person.ts";
import { words } from "./lists.ts";

const { association: organizationId } = organizations;
/** One that is over, one that runs, one to come: first and last day, in days before today. */
const periods = [
  [500, 136],
  [135, -229],
  [-230, -594],
] as const;
/** Who gives how many cents: at once, under a condition that was met, under one that is not. */
const fundings = [
  ["Agence régionale de santé (fictive)", 12_000_000, null, false],
  ["Département du Doubs (fictif)", 4_500_000, "Le rapport d'activité est remis.", true],
  ["Commune de Besançon (fictive)", 1_500_000, "Trente personnes sont accompagnées.", false],
] as const;

/** The conventions that fund the association, once, and how many people it can take on. */
export async function addConventions(em: EntityManager): Promise<void> {
  if ((await em.count(Convention, { id: crowdId(50, 0) })) > 0) return;
  for (const [index, [startsAgo, endsAgo]] of periods.entries()) {
    const id = crowdId(50, index);
    em.persist(
      Object.assign(new Convention(), {
        id,
        organizationId,
        name: `Aller vers et accès aux soins, période ${index + 1} (fictive)`,
        startsOn: dayAgo(startsAgo),
        endsOn: dayAgo(endsAgo),
        fullTimeHundredths: 350,
        territoryCodes: ["25"],
      }),
    );
    addFundings(em, id, index, startsAgo);
    addTargets(em, id, index, startsAgo);
  }
  // What the association said of itself stays.
  await em.upsert(
    ReceivingCapacity,
    { organizationId, places: 60, taken: 52, openUntil: null, statedAt: instantAgo(3) },
    { onConflictFields: ["organizationId"], onConflictAction: "ignore" },
  );
  await em.flush();
}

function addFundings(em: EntityManager, conventionId: string, index: number, startsAgo: number): void {
  for (const [place, [funder, amountCents, condition, isMet]] of fundings.entries())
    em.persist(
      Object.assign(new ConventionFunding(), {
        id: crowdId(51, index, place),
        organizationId,
        conventionId,
        place,
        funder,
        amountCents,
        dueOn: dayAgo(startsAgo - 90),
        condition,
        conditionMetOn: isMet && startsAgo > 100 ? dayAgo(startsAgo - 100) : null,
      }),
    );
}

/** Every kind of target; what has begun was counted lately, but for one in three. */
function addTargets(em: EntityManager, conventionId: string, index: number, startsAgo: number): void {
  for (const [place, kind] of words(targetKinds).entries()) {
    const isCounted = startsAgo > 0 && place % 3 !== 2;
    em.persist(
      Object.assign(new ConventionTarget(), {
        id: crowdId(52, index, place),
        organizationId,
        conventionId,
        kind,
        expected: 40 + 10 * place,
        counted: isCounted ? 25 + 12 * place : null,
        countedOn: isCounted ? dayAgo(15) : null,
      }),
    );
  }
}
