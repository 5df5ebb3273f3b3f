import type { Day } from "./calendar.ts";

/** What each kind is, for a reader of the schema; none of them is a work contract. */
export const contractKinds = {
  CONTRAT_ENGAGEMENT: "Contrat d'engagement, which replaces the four others since 2025.",
  CER: "Contrat d'engagements réciproques, of people who receive the RSA.",
  PPAE: "Projet personnalisé d'accès à l'emploi, of job seekers.",
  CEJ: "Contrat d'engagement jeune, of young people.",
  PACEA: "Parcours contractualisé d'accompagnement vers l'emploi et l'autonomie, of young people.",
} as const;

export type ContractKind = keyof typeof contractKinds;

/** From this day on the four former kinds begin no more (loi n° 2023-1196 pour le plein emploi). */
export const FORMER_KINDS_CLOSED_ON: Day = "2025-01-01";
/** By this day every contract of a former kind has given way to a contrat d'engagement. */
export const FORMER_KINDS_REPLACED_BEFORE: Day = "2027-01-01";

export const isFormerKind = (kind: ContractKind): boolean => kind !== "CONTRAT_ENGAGEMENT";
