/** Why a contract was ended or given up. Closed words: a free text here would sooner or later say something about health. */
export const closingReasons = {
  GOALS_REACHED: "What was agreed was done.",
  WORK_OR_TRAINING: "The person found work or began a training.",
  MOVED_AWAY: "The person lives elsewhere now.",
  OTHER_ORIENTATION: "Another organisation accompanies the person after a re-orientation.",
  PERSON_DECLINED: "The person did not wish to sign or to go on.",
  NOT_KEPT: "What was agreed was not kept.",
  RECORDED_BY_MISTAKE: "It should not have been recorded.",
  OTHER: "Another reason, which is recorded nowhere.",
} as const;
export type ClosingReason = keyof typeof closingReasons;

const onlyOnceSigned: readonly ClosingReason[] = ["GOALS_REACHED", "WORK_OR_TRAINING", "NOT_KEPT"];

/** What was never signed was neither reached nor broken. */
export const isReasonFor = (reason: ClosingReason, isSigned: boolean): boolean =>
  isSigned || !onlyOnceSigned.includes(reason);
