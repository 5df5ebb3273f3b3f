import type { EntityManager } from "@mikro-orm/postgresql";
import { SupportAssessment } from "../../../subgraphs/health-access/entities/support-assessment.ts";
import {
  type AssessmentMoment,
  assessmentScales,
  HIGHEST_SCORE,
  type Scores,
} from "../../../subgraphs/health-access/policies/assessment-words.ts";
import { organizations } from "../../development/world.ts";
import { dayAgo, instantAgo } from "../days.ts";
import { type CrowdPerson, crowdId } from "./crowd-person.ts";
import { words } from "./lists.ts";
import type { SupportPast } from "./support-past.ts";

const [ENTRY_ON, MIDWAY_ON] = [8, 60];

/** What she said of where she stands: when it began, on the way, and at its end, as far as the support has come; mostly it rises. */
export function addAssessments(em: EntityManager, person: CrowdPerson, { id, openedAgo, endedAgo }: SupportPast): void {
  const moments: [AssessmentMoment, number][] = [["ENTRY", openedAgo - ENTRY_ON]];
  if (openedAgo - MIDWAY_ON >= (endedAgo ?? 0)) moments.push(["INTERMEDIATE", openedAgo - MIDWAY_ON]);
  if (endedAgo !== null) moments.push(["EXIT", endedAgo]);
  for (const [place, [moment, daysAgo]] of moments.entries()) {
    const key = crowdId(48, person.index, place);
    em.persist(
      Object.assign(new SupportAssessment(), {
        id: key,
        requestKey: key,
        supportId: id,
        personId: person.id,
        organizationId: organizations.association,
        authorSubject: "development|claire",
        moment,
        assessedOn: dayAgo(daysAgo),
        scores: scoresOf(person.index, place),
        recordedAt: instantAgo(daysAgo),
      }),
    );
  }
}

/** One scale is left unrated on the way. */
function scoresOf(index: number, place: number): Scores {
  const rated = words(assessmentScales).filter((_, rank) => place !== 1 || rank !== index % 5);
  return Object.fromEntries(
    rated.map((scale, rank) => [
      scale,
      Math.min(HIGHEST_SCORE, ((index + rank * 3) % 7) + place * 2 - (rank === 4 ? place : 0)),
    ]),
  );
}
