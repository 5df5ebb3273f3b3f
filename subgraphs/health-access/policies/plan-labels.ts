/**
 * The closed list of words of a health action plan, and the words in which each may leave for an employment contract.
 * Adapted from the referential of Carnet de bord (theme "sante"), GIP Plateforme de l'inclusion, Apache-2.0; the entries it
 * lacks are marked. The labels are French because the person and her référent read them.
 *
 * `inExtract` is what the contract side reads instead. A general wording that stood only for sensitive steps would give them
 * away, so ordinary steps share it: "Démarche de santé en cours" is a health check as well as a psychological follow-up.
 */
interface PlanLabel {
  readonly label: string;
  readonly inExtract: string;
  /** True when the label itself says something about health, disability or status that a contract must not hold. */
  readonly isSensitive?: true;
}

const unchanged = (label: string): PlanLabel => ({ label, inExtract: label });
const ACCESS = "Bénéficier d’un accompagnement pour accéder aux droits et/ou aux soins";
const CARE = "Démarche de santé en cours";
const RIGHTS = "Démarche d’accès aux droits en cours";
const LATER = "Reprise d’activité à prévoir plus tard";

export const goalLabels = {
  ACCESS_RIGHTS_AND_CARE: unchanged(ACCESS),
  DISABILITY_FILE: { label: "Constituer un dossier MDPH/invalidité", inExtract: ACCESS, isSensitive: true },
  HEALTH_BEHAVIOUR: {
    label: "Travailler sur les comportements de santé (dépendances, hygiène corporelle, dépistage, …)",
    inExtract: ACCESS,
    isSensitive: true,
  },
  // Not in the referential: what the association's teams work towards besides.
  RETURN_TO_ACTIVITY: unchanged("Préparer la reprise d’une activité professionnelle"),
  ORGANISE_DAYS: unchanged("Organiser ses démarches et ses rendez-vous"),
} as const satisfies Record<string, PlanLabel>;

export const stepLabels = {
  DISABILITY_FILE: { label: "Constitution d’un dossier MDPH", inExtract: RIGHTS, isSensitive: true },
  INVALIDITY_FILE: {
    label: "Constitution d’un dossier d’invalidité auprès de la sécurité sociale",
    inExtract: RIGHTS,
    isSensitive: true,
  },
  HEALTH_PROFESSIONALS: {
    label: "Mise en relation avec d’autres professionnels de santé",
    inExtract: CARE,
  },
  SUPPORT_GROUP: { label: "Participation à des groupes de soutien", inExtract: CARE, isSensitive: true },
  PROTECTION_MEASURE: {
    label: "Réalisation d’une demande de mesure de protection administrative ou juridique",
    inExtract: RIGHTS,
    isSensitive: true,
  },
  SOCIAL_SECURITY: {
    label: "Réalisation de démarches auprès de la Sécurité sociale (CSS, AME…)",
    inExtract: RIGHTS,
    isSensitive: true,
  },
  HEALTH_CHECK: { label: "Réalisation d’un bilan de santé", inExtract: CARE },
  PSYCHOLOGICAL_FOLLOW_UP: { label: "Réalisation d’un suivi psychologique", inExtract: CARE, isSensitive: true },
  ALLOWANCE_REQUEST: { label: "Réalisation d’une demande d’allocation (APA…)", inExtract: RIGHTS, isSensitive: true },
  // Not in the referential.
  ADDICTION_FOLLOW_UP: { label: "Accompagnement par une structure d’addictologie", inExtract: CARE, isSensitive: true },
  TREATING_DOCTOR: { label: "Déclaration d’un médecin traitant", inExtract: CARE },
  ACCOMPANIED_APPOINTMENT: { label: "Rendez-vous accompagné", inExtract: CARE },
  SUPPLEMENTARY_COVER: { label: "Mise à jour de la couverture sociale ou de la mutuelle", inExtract: RIGHTS },
  HEALTH_CARD: { label: "Mise à jour de la carte Vitale", inExtract: RIGHTS },
  TRANSPORT: { label: "Organisation des déplacements vers les rendez-vous", inExtract: CARE },
  COLLECTIVE_WORKSHOP: unchanged("Participation à un atelier collectif"),
  REGULAR_REVIEW: unchanged("Point régulier sur l’avancement du plan"),
  WEEK_ORGANISATION: unchanged("Organisation d’une semaine compatible avec une activité"),
} as const satisfies Record<string, PlanLabel>;

/** Adapted from the declared difficulties of the referential: what follows for an activity, never where it comes from. */
export const constraintLabels = {
  REGULAR_ABSENCES: unchanged("Absences régulières à prévoir"),
  SOME_JOBS_EXCLUDED: unchanged("Certains métiers à écarter"),
  NO_IMMEDIATE_RETURN: unchanged(LATER),
  NO_RETURN_TO_FORMER_ACTIVITY: {
    label: "Difficulté déclarée ne permettant plus d’exercer une activité professionnelle",
    inExtract: LATER,
    isSensitive: true,
  },
  // Not in the referential.
  LIMITED_WEEKLY_HOURS: unchanged("Nombre d’heures par semaine à limiter"),
  ADJUSTED_SCHEDULE: unchanged("Horaires à aménager"),
  LIMITED_TRAVEL: unchanged("Déplacements à limiter"),
} as const satisfies Record<string, PlanLabel>;

/**
 * Why the activity of a contrat d'engagement may take fewer than fifteen hours a week (Code du travail L5411-6). It stays in the
 * plan: an extract shows that hours are limited, and never why.
 */
export const hoursGrounds = {
  HEALTH: "The state of her health.",
  DISABILITY: "A disability.",
  INVALIDITY: "An invalidity.",
  LONE_PARENT_WITHOUT_CHILD_CARE: "She raises a child alone and has nobody to mind it.",
} as const;
export type HoursGround = keyof typeof hoursGrounds;

export type GoalCode = keyof typeof goalLabels;
export type StepCode = keyof typeof stepLabels;
export type ConstraintCode = keyof typeof constraintLabels;

/** Every label by kind of line, in the order of the list. */
export const labelsByKind: Readonly<Record<"GOAL" | "STEP" | "CONSTRAINT", Readonly<Record<string, PlanLabel>>>> = {
  GOAL: goalLabels,
  STEP: stepLabels,
  CONSTRAINT: constraintLabels,
};

/** The only words an extract may hold. */
export const extractLabels: ReadonlySet<string> = new Set(
  Object.values(labelsByKind).flatMap((labels) => Object.values(labels).map(({ inExtract }) => inExtract)),
);
