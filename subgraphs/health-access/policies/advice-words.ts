/** What advice is asked about: the families of resources an association turns to besides. */
export const adviceThemes = {
  PSYCHOLOGY: "Psychology.",
  ADDICTION: "Addictions.",
  GENERAL_MEDICINE: "General medicine.",
  SPECIALIST_MEDICINE: "A specialty of medicine.",
  MDPH_FILE: "A file for the departmental house for disabled people (MDPH).",
  HEALTH_CHECK_UP: "A health check-up.",
  OTHER: "Something else.",
} as const;
export type AdviceTheme = keyof typeof adviceThemes;

/** States of a request for advice; both others are final. */
export const adviceStatuses = {
  ASKED: "It waits for an answer.",
  ANSWERED: "A first answer was given; others may follow.",
  WITHDRAWN: "It was taken back, or the support ended, before anybody answered.",
} as const;
export type AdviceStatus = keyof typeof adviceStatuses;
