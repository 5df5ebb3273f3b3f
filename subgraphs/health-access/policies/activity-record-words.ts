/** What a team records that is about no one person, and may have recorded by mistake. */
export const activityRecordKinds = {
  NETWORK_MEETING: "A meeting with the partners of a sector.",
  SUPERVISION_SESSION: "A session in which professionals look at their own practice.",
  SATISFACTION_COLLECTION: "Answers to the questionnaire, collected together.",
} as const;
export type ActivityRecordKind = keyof typeof activityRecordKinds;
