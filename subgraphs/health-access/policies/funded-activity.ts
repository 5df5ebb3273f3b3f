/** The least of whom a figure is told to a funder: one about fewer may tell of each of them. */
const LEAST_SHOWN = 5;

/** What was counted for a funder; people are counted by their supports, time in minutes. */
export interface CountedForFunder {
  readonly carriedOver: number;
  readonly opened: number;
  readonly ended: number;
  readonly acts: number;
  readonly minutes: number;
  readonly networkMeetings: number;
  readonly supervisionSessions: number;
  readonly verySatisfied: number;
  readonly satisfied: number;
  readonly dissatisfied: number;
  readonly veryDissatisfied: number;
}

/**
 * What of a convention's period a funder is told of on a day: its whole quarters that are over, or all of it once it is over. She
 * chooses no period, so that no two of them differ by a day. Null before the first quarter is over. Days are YYYY-MM-DD.
 */
export function toldPeriod(startsOn: string, endsOn: string, today: string): { from: string; to: string } | null {
  if (endsOn < today) return { from: startsOn, to: endsOn };
  const [year, month] = today.split("-").map(Number) as [number, number];
  const firstOfQuarter = Date.UTC(year, Math.floor((month - 1) / 3) * 3, 1);
  const to = new Date(firstOfQuarter - 86_400_000).toISOString().slice(0, 10);
  return to < startsOn ? null : { from: startsOn, to };
}

const isFew = (count: number): boolean => count > 0 && count < LEAST_SHOWN;

/**
 * The figures as a funder is told them. One about few is left out, and with it each other from which it would follow: of parts that
 * make a sum, none is told when one is about few.
 */
export function figuresForFunder(counted: CountedForFunder) {
  const { carriedOver, opened, ended, acts, minutes, networkMeetings, supervisionSessions } = counted;
  const followed = carriedOver + opened;
  const parts = [carriedOver, opened].some(isFew) ? null : { carriedOver, opened };
  const { verySatisfied, satisfied, dissatisfied, veryDissatisfied } = counted;
  const satisfaction = { verySatisfied, satisfied, dissatisfied, veryDissatisfied };
  const areFewFollowed = isFew(followed);
  return {
    followed: areFewFollowed ? null : followed,
    carriedOver: parts?.carriedOver ?? null,
    opened: parts?.opened ?? null,
    ended: areFewFollowed || isFew(ended) || isFew(followed - ended) ? null : ended,
    acts: areFewFollowed ? null : acts,
    hours: areFewFollowed ? null : Math.round((minutes * 100) / 60) / 100,
    networkMeetings,
    supervisionSessions,
    satisfaction: Object.values(satisfaction).some(isFew) ? null : satisfaction,
  };
}
