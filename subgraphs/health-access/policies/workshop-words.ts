interface WorkshopTheme {
  /** What people read of it in the directory. */
  readonly label: string;
  readonly text: string;
  /** The theme of data·inclusion under which it is searched. */
  readonly theme: string;
}

/** Themes of the workshops of « éducation populaire en santé »; closed, each under a theme of the national directory. */
export const workshopThemes = {
  CARERS_BURDEN: {
    label: "le fardeau des aidants",
    text: "The burden of those who care for somebody close.",
    theme: "famille--soutien-aidants",
  },
  CHRONIC_PAIN: { label: "la douleur chronique", text: "Living with chronic pain.", theme: "sante--acces-aux-soins" },
  PARENTING: {
    label: "la parentalité",
    text: "Being a parent.",
    theme: "famille--soutien-a-la-parentalite-et-a-leducation",
  },
  RELAXATION: { label: "la relaxation", text: "Relaxation.", theme: "remobilisation--bien-etre-confiance-en-soi" },
  TIME_FOR_ONESELF: {
    label: "du temps pour soi",
    text: "Taking time for oneself.",
    theme: "remobilisation--bien-etre-confiance-en-soi",
  },
} as const satisfies Readonly<Record<string, WorkshopTheme>>;
export type WorkshopThemeCode = keyof typeof workshopThemes;

/** States of a registration. */
export const registrationStatuses = {
  REGISTERED: "She has a place.",
  WAITING: "The session is full: she has the next place that becomes free, in the order of arrival.",
  CANCELLED: "She does not come; her place is free again.",
} as const;
export type RegistrationStatus = keyof typeof registrationStatuses;

/** Whether she came. */
export const attendances = { KEPT: "She came.", ABSENT: "She did not come." } as const;
export type Attendance = keyof typeof attendances;
