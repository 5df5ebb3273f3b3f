/** Closed lists of a prescription. Each value carries the sentence a partner reads in the schema. */

/** Where a prescription stands; states of the FHIR referral loop. */
export const prescriptionStatuses = {
  REQUESTED: "Sent to the association, which has not answered yet.",
  ACCEPTED: "The association accompanies her and has not recorded a first act yet.",
  REFUSED: "The association cannot accompany her; the reason says why.",
  IN_PROGRESS: "The accompaniment has begun.",
  ON_HOLD: "Interrupted for a time by the prescriber; the reason says why.",
  DONE: "The accompaniment is over; the outcome tells what became of it.",
  CANCELLED: "Taken back by the prescriber; the reason says why.",
  EXPIRED: "Not answered within thirty days.",
} as const;
export type PrescriptionStatus = keyof typeof prescriptionStatuses;
/** EXPIRED is never written: it follows from the clock. */
export type RecordedStatus = Exclude<PrescriptionStatus, "EXPIRED">;
export const recordedStatuses = Object.keys(prescriptionStatuses).filter((status) => status !== "EXPIRED");

/** Why a health support is prescribed; none is a diagnosis. */
export const prescriptionReasons = {
  HEALTH_COVER: "Her health cover must be opened, renewed or completed.",
  NO_TREATING_DOCTOR: "She has no treating doctor.",
  CARE_GIVEN_UP: "She gave up care, or puts it off.",
  APPOINTMENTS: "She needs help to obtain and keep appointments.",
  PHYSICAL_ACCOMPANIMENT: "She needs someone to go there with her.",
  HEALTH_CHECK_UP: "A health check-up would help to take stock.",
  DECLARED_DIFFICULTY: "She declares a difficulty that holds back her return to employment.",
  CARE_CONTINUITY: "The thread of her care risks breaking.",
  LANGUAGE_MEDIATION: "She needs mediation in her language.",
  HEALTH_INFORMATION: "She wishes to be informed about her health and prevention.",
} as const;
export type PrescriptionReason = keyof typeof prescriptionReasons;

/** Why a prescription was refused, interrupted, taken back or handed over. */
export const statusReasons = {
  NO_CAPACITY: "Refusal: no place for now.",
  OUTSIDE_TERRITORY: "Refusal: she lives outside the territory covered.",
  OUTSIDE_MISSION: "Refusal: the need is not what the association answers.",
  ALREADY_ACCOMPANIED: "Refusal: she is already accompanied for this.",
  PERSON_DECLINED: "Refusal or cancellation: she does not wish it.",
  PERSON_UNREACHABLE: "Refusal, interruption or cancellation: she could not be reached.",
  PERSON_UNAVAILABLE: "Interruption: she is not available for a time.",
  WAITING_FOR_RIGHTS: "Interruption: a right must be opened first.",
  AT_HER_REQUEST: "Interruption or cancellation: she asked for it.",
  MOVED_AWAY: "Cancellation: she left the territory.",
  NO_LONGER_NEEDED: "Cancellation: the need is gone.",
  ENTERED_IN_ERROR: "Cancellation: it was recorded by mistake.",
  HANDED_OVER: "End: the association handed it over to another one, with her consent.",
} as const;
export type StatusReason = keyof typeof statusReasons;

/** What became of an accompaniment, in words that tell no care. */
export const outcomes = {
  GOALS_REACHED: "What was hoped for has been reached.",
  GOALS_PARTLY_REACHED: "A part of what was hoped for has been reached.",
  HANDED_ON: "She is now accompanied by others.",
  PERSON_STOPPED: "She wished to stop.",
  NEVER_CAME: "She never came.",
  OUTCOME_NOT_SHARED: "It is over; what became of it is not shared with the prescriber.",
} as const;
export type OutcomeCode = keyof typeof outcomes;
