/** When in a support she assessed where she stands. */
export const assessmentMoments = {
  ENTRY: "When the support began.",
  INTERMEDIATE: "On the way.",
  EXIT: "When the support came to its end.",
} as const;
export type AssessmentMoment = keyof typeof assessmentMoments;

/** What she rates herself, from 0, not at all, to 10, wholly; none is a diagnosis. */
export const assessmentScales = {
  CARE_CONFIDENCE: "How far she trusts that she can get the care she needs.",
  RIGHTS_KNOWLEDGE: "How well she says she knows her rights.",
  WELL_BEING: "How well she says she is.",
  MOBILITY: "How easily she says she gets where she has to go.",
  EMPLOYMENT_READINESS: "How ready she says she is for a job or a training.",
} as const;
export type AssessmentScale = keyof typeof assessmentScales;

/** Whole numbers from 0 to {@link HIGHEST_SCORE}; a scale she did not rate is left out. */
export type Scores = Partial<Readonly<Record<AssessmentScale, number>>>;
export const HIGHEST_SCORE = 10;

/** What one scale was rated first and last, and by how much it rose; the last is null while it was rated once. */
interface Effect {
  readonly scale: AssessmentScale;
  readonly first: number;
  readonly last: number | null;
  readonly change: number | null;
}

/** How each scale moved over assessments given in the order of their days, in the order of the closed list. */
export function effectsOf(assessments: readonly { readonly scores: Scores }[]): Effect[] {
  return (Object.keys(assessmentScales) as AssessmentScale[]).flatMap((scale) => {
    const rated = assessments.flatMap(({ scores }) => scores[scale] ?? []);
    const [first] = rated;
    if (first === undefined) return [];
    const last = rated.length > 1 ? rated.at(-1)! : null;
    return [{ scale, first, last, change: last === null ? null : last - first }];
  });
}
