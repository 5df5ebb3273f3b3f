/** What a convention counts; figures about a scheme, never about a person. */
export const targetKinds = {
  PEOPLE_ACCOMPANIED: "People who are accompanied.",
  FIRST_INTERVIEWS: "First interviews held.",
  RIGHTS_OPENED: "Rights that were opened.",
  PLANS_TRANSMITTED: "Extracts of plans sent to a référent.",
  CARE_REACHED: "People who were brought to care.",
  COORDINATION_MEETINGS: "Meetings of those who accompany a person.",
  PROFESSIONALS_TRAINED: "Professionals who were trained.",
} as const;
export type TargetKind = keyof typeof targetKinds;

/** One amount of a convention, in cents. */
export interface Funded {
  readonly amountCents: number;
  readonly condition: string | null;
  readonly conditionMetOn: string | null;
}

export const sumOf = (fundings: readonly Funded[]): number =>
  fundings.reduce((sum, { amountCents }) => sum + amountCents, 0);

/** What is owed whatever comes: without a condition, or whose condition is met. */
export const isSecured = ({ condition, conditionMetOn }: Funded): boolean =>
  condition === null || conditionMetOn !== null;

/** A part of a whole in percent, to one decimal; of nothing, nothing. */
export const percentOf = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.round((part / whole) * 1000) / 10;

/** How much of a period is over on a day, in percent. Days are YYYY-MM-DD, and the last one counts. */
export function elapsedPercent(startsOn: string, endsOn: string, today: string): number {
  const dayOf = (day: string) => Date.parse(`${day}T00:00:00Z`) / 86_400_000;
  const length = dayOf(endsOn) - dayOf(startsOn) + 1;
  const elapsed = dayOf(today) - dayOf(startsOn) + 1;
  return percentOf(Math.min(Math.max(elapsed, 0), length), length);
}

/** The least of whom a figure is told to a funder: one about fewer may tell of each of them. */
const LEAST_SHOWN = 5;

/** What was counted of a target, as an organisation is shown it: whole to the one that holds it, to others unless it is about few. */
export const shownCount = (
  { organizationId, counted }: { readonly organizationId: string; readonly counted: number | null },
  organization: string | null,
): number | null =>
  counted === null || counted === 0 || counted >= LEAST_SHOWN || organization === organizationId ? counted : null;
