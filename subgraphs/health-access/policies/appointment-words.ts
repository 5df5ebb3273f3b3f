/** Where an appointment stands; what it was before stays in its history. */
export const appointmentStatuses = {
  PLANNED: "Agreed, and its outcome is not known yet.",
  KEPT: "The person came.",
  MISSED: "The person did not come.",
  CANCELLED: "Called off beforehand; it is told by whom.",
  RESCHEDULED: "Put off to another appointment, which replaces it.",
} as const;
export type AppointmentStatus = keyof typeof appointmentStatuses;

/** What an appointment may turn out to be, once its time has come. */
export const appointmentOutcomes = {
  KEPT: "The person came.",
  MISSED: "The person did not come.",
} as const satisfies Partial<typeof appointmentStatuses>;
export type AppointmentOutcome = keyof typeof appointmentOutcomes;

/** Who called an appointment off. */
export const appointmentCancellers = {
  PERSON: "The person herself.",
  PROVIDER: "Who was to receive her.",
  ASSOCIATION: "The association that accompanies her.",
} as const;
export type AppointmentCanceller = keyof typeof appointmentCancellers;

/** Who goes there with the person. */
export const companions = {
  NOBODY: "She goes alone.",
  PROFESSIONAL: "A professional of the association.",
  VOLUNTEER: "A volunteer of the association.",
  RELATIVE: "Someone close to her.",
  INTERPRETER: "Someone who interprets for her.",
} as const;
export type Companion = keyof typeof companions;

/** Statuses that may follow each other; a correction of an outcome included. What has no row stays as it is. */
const transitions: Readonly<Partial<Record<AppointmentStatus, readonly AppointmentStatus[]>>> = {
  PLANNED: ["KEPT", "MISSED", "CANCELLED", "RESCHEDULED"],
  KEPT: ["MISSED"],
  MISSED: ["KEPT", "RESCHEDULED"],
  CANCELLED: ["RESCHEDULED"],
};

export const mayFollow = (from: AppointmentStatus, to: AppointmentStatus): boolean =>
  transitions[from]?.includes(to) ?? false;
