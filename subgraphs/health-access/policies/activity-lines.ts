import { type SupportActKind, type SupportOutcome, supportActKinds, supportOutcomes } from "./support-words.ts";

interface CountedActs {
  readonly kind: SupportActKind;
  readonly acts: number;
  readonly minutes: number;
  readonly travelMinutes: number;
}

interface CountedMeetings {
  /** Of the sector. */
  readonly id: string;
  readonly code: string;
  readonly label: string;
  readonly meetings: number;
  /** Months in which one was held at least. */
  readonly months: number;
  readonly minutes: number;
}

/** What was recorded in a period, as counted; what there is none of is left out of `outcomes` and `acts`. */
export interface CountedActivity {
  readonly supports: {
    readonly carriedOver: number;
    readonly opened: number;
    readonly ended: number;
    readonly oriented: number;
  };
  readonly outcomes: Partial<Readonly<Record<SupportOutcome, number>>>;
  readonly acts: readonly CountedActs[];
  readonly network: readonly CountedMeetings[];
  readonly supervision: {
    readonly sessions: number;
    readonly months: number;
    readonly professionals: number;
    readonly minutes: number;
  };
  readonly satisfaction: {
    readonly verySatisfied: number;
    readonly satisfied: number;
    readonly dissatisfied: number;
    readonly veryDissatisfied: number;
  };
}

/** A duration: whole minutes, and the same in hours to the hundredth. */
export const durationOf = (minutes: number) => ({ minutes, hours: Math.round((minutes * 100) / 60) / 100 });

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

/** The lines of a report: every kind of act and every outcome in the order of its closed list, and the totals. */
export function activityLinesOf({ supports, outcomes, acts, network, supervision, satisfaction }: CountedActivity) {
  const none = { acts: 0, minutes: 0, travelMinutes: 0 };
  const byKind = (Object.keys(supportActKinds) as SupportActKind[]).map((kind) => ({
    ...none,
    ...acts.find((one) => one.kind === kind),
    kind,
  }));
  const spentOn = (lines: readonly CountedActs[]) => sum(lines.map((line) => line.minutes + line.travelMinutes));
  const spent = {
    proposals: spentOn(byKind.filter(({ kind }) => kind === "PROPOSAL")),
    followUp: spentOn(byKind.filter(({ kind }) => kind !== "PROPOSAL")),
    network: sum(network.map(({ minutes }) => minutes)),
    supervision: supervision.minutes,
  };
  return {
    proposals: byKind.find(({ kind }) => kind === "PROPOSAL")!.acts,
    ...supports,
    followed: supports.carriedOver + supports.opened,
    outcomes: (Object.keys(supportOutcomes) as SupportOutcome[]).map((outcome) => ({
      outcome,
      supports: outcomes[outcome] ?? 0,
    })),
    acts: byKind.map(({ kind, acts: count, minutes, travelMinutes }) => ({
      kind,
      count,
      held: durationOf(minutes),
      travel: durationOf(travelMinutes),
    })),
    network: network.map(({ id, code, label, meetings, months, minutes }) => ({
      sector: { id, code, label },
      meetings,
      months,
      time: durationOf(minutes),
    })),
    supervision: { ...supervision, time: durationOf(supervision.minutes) },
    satisfaction: { ...satisfaction, answers: sum(Object.values(satisfaction)) },
    time: {
      proposals: durationOf(spent.proposals),
      followUp: durationOf(spent.followUp),
      network: durationOf(spent.network),
      supervision: durationOf(spent.supervision),
      total: durationOf(sum(Object.values(spent))),
    },
  };
}
