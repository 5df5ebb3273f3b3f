/** On what an organisation accompanies a person. */
export const accompanimentBases = {
  MANDATE: "It holds, or is given, the mandate of her référent.",
  PRESCRIPTION: "It received a prescription of a health support for her.",
  CONSENT: "She asked it herself, or agreed that it joins.",
} as const;
export type AccompanimentBasis = keyof typeof accompanimentBases;

/** Why an organisation accompanies a person no more. */
export const accompanimentEndReasons = {
  PERSON_ASKED: "The person asked for it.",
  HANDED_OVER: "Another organisation took over.",
  GOALS_REACHED: "The accompaniment reached its goals.",
  MOVED_AWAY: "The person left the territory.",
  LOST_CONTACT: "The person could no longer be reached.",
  UNAVAILABLE: "The organisation can no longer accompany her.",
  DECEASED: "The person died.",
} as const;
export type AccompanimentEndReason = keyof typeof accompanimentEndReasons;
