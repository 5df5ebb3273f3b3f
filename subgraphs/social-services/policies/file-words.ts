/** Closed lists of the social file. Each value carries the sentence a partner reads in the schema. */

/** Rights whose very request tells of a disability: health data, kept under a category of its own. */
export const disabilityKinds = {
  RQTH: "Reconnaissance de la qualité de travailleur handicapé.",
  AAH: "Allocation aux adultes handicapés.",
  PCH: "Prestation de compensation du handicap.",
  CMI: "Carte mobilité inclusion.",
  INVALIDITY_PENSION: "Invalidity pension of the health insurance.",
  AEEH: "Allocation d'éducation de l'enfant handicapé.",
  OTHER: "Another right linked to a disability, named in words.",
} as const;
export type DisabilityKind = keyof typeof disabilityKinds;

/** How far a request has come with the body that decides. */
export const requestStates = {
  WAITING_ADDITIONAL_INFORMATION: "The file is incomplete: a document or an answer is awaited.",
  INVESTIGATION_ONGOING: "The body that decides is examining the request.",
  ACCEPTED: "The right is granted.",
  REFUSED: "The right is refused; the reason says why.",
  ADJOURNED: "The decision is put off; the reason says why.",
  CLOSED_BY_BENEFICIARY: "The person gave up her request.",
  DISMISSED: "The request was closed without examination; the reason says why.",
} as const;
export type RequestState = keyof typeof requestStates;

/** Barriers to employment, as the person declares them; none is a diagnosis. */
export const barrierKinds = {
  HOUSING: "No stable or fitting home, or difficulty to keep it.",
  MOBILITY: "No licence, vehicle or transport at the right hours.",
  CHILDCARE: "No child care, or hours that do not fit.",
  FAMILY: "Family constraints, such as caring for a relative.",
  FINANCES: "Insufficient resources, debts, or difficulty with a budget.",
  ADMINISTRATIVE: "Difficulty with administrative steps or with identity papers.",
  LEGAL: "Legal difficulties.",
  DIGITAL: "No equipment, no access or no ease with digital tools.",
  LANGUAGE: "Difficulty to speak or understand French.",
  LITERACY: "Difficulty to read, write or count.",
  TRAINING: "No qualification, or one that is no longer recognised.",
  JOB_SEARCH: "Difficulty to look for a job or to choose a trade.",
  CARE_ACCESS: "Declared difficulty to reach care or health cover; never which care.",
  ISOLATION: "Isolation or loss of confidence.",
} as const;
export type BarrierKind = keyof typeof barrierKinds;

/** How the person said that she agrees to her référent. */
export const agreementMedia = {
  IN_PERSON: "Said in a meeting.",
  PHONE: "Said on the telephone.",
  WRITTEN: "Written and signed by her.",
  INTERPRETED: "Said through an interpreter.",
} as const;
export type AgreementMedium = keyof typeof agreementMedia;

export const mandateEndReasons = {
  HANDED_OVER: "Another référent took over in the same act.",
  PERSON_ASKED: "The person asked for it.",
  GOALS_REACHED: "The accompaniment reached its goals.",
  MOVED_AWAY: "The person left the territory.",
  LOST_CONTACT: "The person could no longer be reached.",
  REFERENT_UNAVAILABLE: "The référent can no longer hold it and nobody takes over.",
  DECEASED: "The person died.",
} as const;
export type MandateEndReason = keyof typeof mandateEndReasons;
