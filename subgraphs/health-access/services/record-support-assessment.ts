import type { HealthAccessContext } from "../context.ts";
import type { HealthSupport } from "../entities/health-support.ts";
import { SupportAssessment } from "../entities/support-assessment.ts";
import {
  type AssessmentMoment,
  type AssessmentScale,
  assessmentScales,
  type Scores,
} from "../policies/assessment-words.ts";
import { HealthSupports } from "../repositories/health-supports.ts";
import { SupportAssessments } from "../repositories/support-assessments.ts";
import { refuseInput, refuseState, requireFound, requireNavigator } from "./refusals.ts";
import { today } from "./today.ts";

/** `assessedOn` is a day, each score a whole number from 0 to 10. */
export interface RecordSupportAssessment {
  readonly requestKey: string;
  readonly healthSupport: string;
  readonly moment: AssessmentMoment;
  readonly assessedOn: string;
  readonly scores: readonly { readonly scale: AssessmentScale; readonly score: number }[];
  /** The assessment it stands for, where it corrects one. */
  readonly corrects?: string | null;
}

/**
 * Records what a person said of where she stands. It is written once: a correction is an assessment of its own, and the entry and
 * the exit of a support are assessed once each. A retry under the same `requestKey` returns the first attempt.
 */
export async function recordSupportAssessment(context: HealthAccessContext, input: RecordSupportAssessment) {
  const navigator = requireNavigator(context.viewer);
  const { requestKey, moment, assessedOn, corrects = null } = input;
  if (assessedOn > today()) throw refuseInput("An assessment is recorded once it was made.", ["assessedOn"]);
  const scores = scoresOf(input);
  return context.em.transactional(async (em) => {
    const held = await new HealthSupports(em, navigator).lockHeld(navigator, input.healthSupport);
    const support = requireFound(held, "healthSupport");
    const assessments = new SupportAssessments(em, navigator);
    const asked = { supportId: support.id, moment, assessedOn, scores, correctsId: corrects };
    const written = await assessments.ownByRequestKey(navigator, requestKey);
    if (written && isSame(written, asked)) return { supportAssessment: written };
    if (written) throw refuseState("This key was used for another assessment; choose a new one.", ["requestKey"]);
    if (assessedOn < support.openedOn) throw refuseInput("This day is before the support was opened.", ["assessedOn"]);
    requirePlace(support, input, await assessments.standingOf(support.id));

    const { personId, organizationId } = support;
    const owner = { personId, organizationId, authorSubject: navigator.subject, requestKey };
    return { supportAssessment: em.create(SupportAssessment, { ...asked, ...owner, recordedAt: new Date() }) };
  });
}

/** In the order of the closed list, so that the same scores are the same however they were listed. */
function scoresOf({ scores }: RecordSupportAssessment): Scores {
  const rated = new Map(scores.map(({ scale, score }) => [scale, score]));
  if (rated.size < scores.length) throw refuseInput("Each scale is rated once.", ["scores"]);
  const inOrder = (Object.keys(assessmentScales) as AssessmentScale[]).filter((scale) => rated.has(scale));
  return Object.fromEntries(inOrder.map((scale) => [scale, rated.get(scale)]));
}

type Asked = Pick<SupportAssessment, "supportId" | "moment" | "assessedOn" | "scores" | "correctsId">;

const isSame = (written: SupportAssessment, asked: Asked): boolean =>
  written.supportId === asked.supportId &&
  written.moment === asked.moment &&
  written.assessedOn === asked.assessedOn &&
  written.correctsId === asked.correctsId &&
  (Object.keys(assessmentScales) as AssessmentScale[]).every((scale) => written.scores[scale] === asked.scores[scale]);

/** Refuses what has no place among the assessments of the support that stand. */
function requirePlace(
  { status }: HealthSupport,
  { moment, corrects }: RecordSupportAssessment,
  standing: readonly SupportAssessment[],
): void {
  if (corrects) requireFound(standing.find(({ id }) => id === corrects) ?? null, "corrects");
  else if (status === "ENDED") throw refuseState("This support has ended.", ["healthSupport"]);
  const isTaken = standing.some((other) => other.moment === moment && other.id !== corrects);
  if (moment !== "INTERMEDIATE" && isTaken)
    throw refuseState("This moment was assessed; correct that assessment.", ["moment"]);
}
