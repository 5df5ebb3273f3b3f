/** How a version of a contract came about, for a reader of the schema. */
export const versionKinds = {
  INITIAL: "The terms first agreed.",
  AMENDMENT: "An amendment: other terms within the same period or a shorter one.",
  RENEWAL: "A renewal: a further period.",
} as const;
export type VersionKind = keyof typeof versionKinds;

/** Closed words: a free text here would sooner or later say something about health. */
export const amendmentReasons = {
  PERIODIC_UPDATE: "The plan was updated at its regular date.",
  CHANGE_OF_GOAL: "The goal towards employment changed.",
  CHANGE_OF_AVAILABILITY: "The hours the person can give changed; why is not recorded.",
  EARLIER_END: "The end was brought forward.",
  CORRECTION: "A mistake in the terms was corrected.",
} as const;
export type AmendmentReason = keyof typeof amendmentReasons;
