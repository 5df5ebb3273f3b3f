/** States of a health support; it only goes forward. */
export const supportStatuses = {
  OPEN: "The prescription was accepted; nothing has been done yet.",
  STARTED: "A first act was recorded.",
  ENDED: "The support is over.",
} as const;
export type SupportStatus = keyof typeof supportStatuses;

/** What became of a health support; the same words as the outcome of a prescription, to which they travel. */
export const supportOutcomes = {
  GOALS_REACHED: "The goals of the plan were reached.",
  GOALS_PARTLY_REACHED: "A part of the goals was reached.",
  HANDED_ON: "The person is now accompanied by others.",
  PERSON_STOPPED: "The person wished to stop.",
  NEVER_CAME: "The person never came.",
} as const;
export type SupportOutcome = keyof typeof supportOutcomes;

/** Kinds of act of a health support. */
export const supportActKinds = {
  PROPOSAL: "Interview in which the support is proposed to the person whom a social worker oriented.",
  FIRST_INTERVIEW: "First interview, from which the diagnosis is made.",
  INTERVIEW: "Further interview.",
  RIGHTS_OPENING: "Step to open or renew rights.",
  ACCOMPANIED_APPOINTMENT: "Appointment to which the person is accompanied.",
  HOME_VISIT: "Visit at the person's home.",
  EXTERNAL_INTERVIEW: "Interview with the person outside her home and the association, at a partner's for example.",
  PHONE_CALL: "Telephone call with the person.",
  MEDIATION: "Mediation between the person and a service or a professional.",
  GROUP_WORKSHOP: "Workshop with other people.",
  TEAM_MEETING: "Meeting of the professionals about her situation.",
} as const;
export type SupportActKind = keyof typeof supportActKinds;

/** States of a step of a plan. */
export const planStepStatuses = {
  PLANNED: "Planned, not begun.",
  IN_PROGRESS: "Under way.",
  ON_HOLD: "Paused, to be taken up again.",
  DONE: "Done.",
  ABANDONED: "Given up.",
} as const;
export type PlanStepStatus = keyof typeof planStepStatuses;

/** Kinds of line of an extract. */
export const extractLineKinds = {
  GOAL: "What the person works towards.",
  STEP: "What is planned for it.",
  CONSTRAINT: "What an activity must take into account.",
} as const;
export type ExtractLineKind = keyof typeof extractLineKinds;
