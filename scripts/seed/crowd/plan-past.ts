import { type ExtractContent, extractContentOf } from "../../../subgraphs/health-access/policies/extract-content.ts";
import type { PlanContent, StepContent } from "../../../subgraphs/health-access/policies/plan-content.ts";
import { constraintLabels, goalLabels, stepLabels } from "../../../subgraphs/health-access/policies/plan-labels.ts";
import { planStepStatuses } from "../../../subgraphs/health-access/policies/support-words.ts";
import { dayAgo } from "../days.ts";
import { type CrowdPerson, crowdId } from "./crowd-person.ts";
import { nth, words } from "./lists.ts";
import { supportPastOf } from "./support-past.ts";

/** How far a plan has come towards a contract: most of those who have one let it be linked. */
const planPasts = ["LINKED", "NONE", "UPDATED", "WRITTEN", "ASKED", "LINKED", "WITHDRAWN", "REFUSED"] as const;

const consentStateOf = {
  LINKED: "ACTIVE",
  UPDATED: "ACTIVE",
  ASKED: "OFFERED",
  WITHDRAWN: "WITHDRAWN",
  REFUSED: "REFUSED",
} as const;

/** An extract, and the consent that was asked for it. Sent is what she let be sent, whatever she decided later. */
export interface ExtractPast extends ExtractContent {
  readonly id: string;
  readonly consentId: string;
  readonly state: (typeof consentStateOf)[keyof typeof consentStateOf];
  readonly askedAgo: number;
  readonly sentAgo: number | null;
}

interface VersionPast {
  readonly content: PlanContent;
  readonly writtenAgo: number;
  readonly extract: ExtractPast | null;
}

interface PlanPast {
  readonly id: string;
  readonly versions: readonly VersionPast[];
}

/** The plan made in a support that was begun; null where none was made. Days are days before today. */
export function planPastOf(person: CrowdPerson): PlanPast | null {
  const support = supportPastOf(person);
  const past = nth(planPasts, person.index);
  if (!support || support.status === "OPEN" || past === "NONE") return null;
  const { openedAgo, endedAgo } = support;
  const latestAgo = (endedAgo ?? 0) + 6;
  const first = contentOf(person, 0);
  const asked = past === "ASKED" ? latestAgo : openedAgo - 13;
  const extract = past === "WRITTEN" ? null : extractOf(person, 0, first, consentStateOf[past], asked);
  const versions = [{ content: first, writtenAgo: openedAgo - 12, extract }];
  if (past === "UPDATED") {
    const content = contentOf(person, 1);
    versions.push({ content, writtenAgo: latestAgo, extract: extractOf(person, 1, content, "ACTIVE", latestAgo) });
  }
  return { id: crowdId(23, person.index), versions };
}

function extractOf(
  { index }: CrowdPerson,
  place: number,
  content: PlanContent,
  state: ExtractPast["state"],
  askedAgo: number,
): ExtractPast {
  const isSent = state === "ACTIVE" || state === "WITHDRAWN";
  return {
    ...extractContentOf(content),
    id: crowdId(24, index, place),
    consentId: crowdId(5, index, place),
    state,
    askedAgo,
    sentAgo: isSent ? askedAgo - 1 : null,
  };
}

/** Two goals with steps that stand in every way; a revision adds one. Whose day is past and who is not done is overdue. */
function contentOf({ index }: CrowdPerson, revision: number): PlanContent {
  const step = (place: number): StepContent => ({
    label: nth(words(stepLabels), index + place * 5),
    status: nth(words(planStepStatuses), index + place),
    startsOn: dayAgo(10),
    endsOn: dayAgo(place === 1 ? 2 : -60 * (place + 1)),
    weeklyHours: 0.5 * ((index + place) % 6) || null,
  });
  // Ahead, so that the extract is another one.
  const added: StepContent = { ...step(3), status: "PLANNED", weeklyHours: 2 };
  const goal = (place: number) => nth(words(goalLabels), index + place);
  return {
    goals: [
      { label: goal(0), steps: [step(0), step(1), ...(revision > 0 ? [added] : [])] },
      { label: goal(2), steps: [step(2)] },
    ],
    constraints: [{ label: nth(words(constraintLabels), index), startsOn: null, endsOn: dayAgo(-150) }],
  };
}
