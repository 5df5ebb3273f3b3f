import {
  type OutcomeCode,
  outcomes,
  type PrescriptionStatus,
  type RecordedStatus,
  type StatusReason,
} from "./prescription-words.ts";

/** Who moves a prescription: the organisation that wrote it, the one it is addressed to, or the hub on what the latter did. */
export type Party = "PRESCRIBER" | "RECIPIENT" | "HUB";

/** Days without an answer after which a prescription has expired. */
export const ANSWER_WITHIN_DAYS = 30;
/** Days without an answer after which the recipient is reminded. */
export const REMIND_AFTER_DAYS = 10;
export const DAY_MS = 86_400_000;

/** The closed table: from each status, where it may go and by whom. A status without a row is final. */
export const transitions: Readonly<
  Partial<Record<PrescriptionStatus, Partial<Record<RecordedStatus, readonly Party[]>>>>
> = {
  REQUESTED: { ACCEPTED: ["RECIPIENT"], REFUSED: ["RECIPIENT"], CANCELLED: ["PRESCRIBER"] },
  ACCEPTED: { IN_PROGRESS: ["HUB"], ON_HOLD: ["PRESCRIBER"], CANCELLED: ["PRESCRIBER"], DONE: ["RECIPIENT", "HUB"] },
  IN_PROGRESS: { ON_HOLD: ["PRESCRIBER"], CANCELLED: ["PRESCRIBER"], DONE: ["RECIPIENT", "HUB"] },
  ON_HOLD: {
    ACCEPTED: ["PRESCRIBER"],
    IN_PROGRESS: ["PRESCRIBER", "HUB"],
    CANCELLED: ["PRESCRIBER"],
    DONE: ["RECIPIENT", "HUB"],
  },
};

/** The reasons that fit each status which needs one. */
export const reasonsOf: Readonly<Partial<Record<RecordedStatus, readonly StatusReason[]>>> = {
  REFUSED: [
    "NO_CAPACITY",
    "OUTSIDE_TERRITORY",
    "OUTSIDE_MISSION",
    "ALREADY_ACCOMPANIED",
    "PERSON_DECLINED",
    "PERSON_UNREACHABLE",
  ],
  ON_HOLD: ["PERSON_UNREACHABLE", "PERSON_UNAVAILABLE", "WAITING_FOR_RIGHTS", "AT_HER_REQUEST"],
  CANCELLED: [
    "PERSON_DECLINED",
    "PERSON_UNREACHABLE",
    "AT_HER_REQUEST",
    "MOVED_AWAY",
    "NO_LONGER_NEEDED",
    "ENTERED_IN_ERROR",
  ],
};

/** Statuses `party` may move to from `status`. */
export function nextStatuses(status: PrescriptionStatus, party: Party): RecordedStatus[] {
  const row = Object.entries(transitions[status] ?? {}) as [RecordedStatus, readonly Party[]][];
  return row.filter(([, parties]) => parties.includes(party)).map(([next]) => next);
}

/** The instant at or before which an unanswered request has expired by `now`. */
export const expiryThreshold = (now: Date): Date => new Date(now.getTime() - ANSWER_WITHIN_DAYS * DAY_MS);

/** The instant at or before which an unanswered request calls for a reminder by `now`. */
export const reminderThreshold = (now: Date): Date => new Date(now.getTime() - REMIND_AFTER_DAYS * DAY_MS);

/** Whether the recipient is to be reminded at `now`: still unanswered, and not expired. */
export const isReminderDue = (recorded: RecordedStatus, requestedAt: Date, now: Date): boolean =>
  recorded === "REQUESTED" && requestedAt <= reminderThreshold(now) && requestedAt > expiryThreshold(now);

/** The last instant of the wait for an answer. */
export const answerExpectedBefore = (requestedAt: Date): Date =>
  new Date(requestedAt.getTime() + ANSWER_WITHIN_DAYS * DAY_MS);

/** Where a prescription stands at `now`: an unanswered request expires by the clock, never by a job. */
export function currentStatus(recorded: RecordedStatus, requestedAt: Date, now: Date): PrescriptionStatus {
  return recorded === "REQUESTED" && requestedAt <= expiryThreshold(now) ? "EXPIRED" : recorded;
}

/** The outcome a word of another subgraph stands for; an absent or unknown word is an outcome that is not shared. */
export function outcomeOf(word: string | null | undefined): OutcomeCode {
  return word && Object.hasOwn(outcomes, word) ? (word as OutcomeCode) : "OUTCOME_NOT_SHARED";
}
