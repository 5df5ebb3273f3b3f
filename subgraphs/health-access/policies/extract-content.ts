import { canonicalForm, type PlanContent, type StepContent, sha256 } from "./plan-content.ts";
import { constraintLabels, goalLabels, stepLabels } from "./plan-labels.ts";
import type { ExtractLineKind } from "./support-words.ts";

/** One line of an extract, whole: every key is there, null when it says nothing. Days are `YYYY-MM-DD`. */
export interface ExtractLine {
  readonly kind: ExtractLineKind;
  /** French words of the closed list. */
  readonly label: string;
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  readonly weeklyHours: number | null;
}

export interface ExtractContent {
  readonly lines: readonly ExtractLine[];
  /** RFC 8785 form of `{"lines": […]}`: what is hashed is what is shown. */
  readonly text: string;
  /** SHA-256 of `text` in UTF-8, hexadecimal. */
  readonly contentHash: string;
}

const isAhead = ({ status }: StepContent) => status !== "DONE" && status !== "ABANDONED";

/**
 * What of a plan may go towards an employment contract: each goal in the words of the extract, what is still ahead for it,
 * then the constraints. Lines that read alike become one and their hours add up, so that nothing shows how many different
 * things one general wording stands for.
 */
export function extractContentOf({ goals, constraints }: PlanContent): ExtractContent {
  const linesByGoal = new Map<string, ExtractLine[]>();
  for (const { label, steps } of goals) {
    const goal = goalLabels[label].inExtract;
    const lines = linesByGoal.get(goal) ?? [lineOf("GOAL", goal, {})];
    lines.push(...steps.filter(isAhead).map((step) => lineOf("STEP", stepLabels[step.label].inExtract, step)));
    linesByGoal.set(goal, lines);
  }
  const groups = [
    ...linesByGoal.values(),
    constraints.map((constraint) => lineOf("CONSTRAINT", constraintLabels[constraint.label].inExtract, constraint)),
  ];
  const lines = groups.flatMap(withoutRepetition);
  const text = canonicalForm({ lines });
  return { lines, text, contentHash: sha256(text) };
}

type Dated = Partial<Pick<StepContent, "startsOn" | "endsOn" | "weeklyHours">>;

const lineOf = (kind: ExtractLineKind, label: string, { startsOn, endsOn, weeklyHours }: Dated): ExtractLine => ({
  kind,
  label,
  startsOn: startsOn ?? null,
  endsOn: endsOn ?? null,
  weeklyHours: weeklyHours ?? null,
});

function withoutRepetition(lines: readonly ExtractLine[]): ExtractLine[] {
  const byWording = Map.groupBy(lines, ({ label, startsOn, endsOn }) => JSON.stringify([label, startsOn, endsOn]));
  return [...byWording.values()].map((alike) => {
    const hours = alike.flatMap(({ weeklyHours }) => weeklyHours ?? []);
    return { ...alike[0]!, weeklyHours: hours.length > 0 ? hours.reduce((sum, each) => sum + each) : null };
  });
}
