import type { BarrierKind } from "./file-words.ts";

/** Closed lists of what is done about a barrier. No word of them tells of an illness or of a disability. */

/** What keeps a home, or leads to one. */
const housingActions = {
  LANDLORD_MEDIATION: "Mediation with the landlord or the neighbours.",
  ARREARS_PLAN: "Plan d'apurement: an agreement with the landlord on how arrears of rent are paid back.",
  FSL_APPLICATION: "Application to the fonds de solidarité pour le logement, for arrears, a deposit or bills.",
  CCAPEX_REFERRAL: "Referral to the commission de coordination des actions de prévention des expulsions locatives.",
  HOME_WORKS: "Works or equipment that make the home fit to live in, whatever the reason.",
  HOME_CLEARING: "Clearing and cleaning of a home that has become unfit to live in.",
  UNFIT_HOME_REPORT: "Report of an indecent or insalubrious home to the body that examines it.",
  REHOUSING_REQUEST: "Request for another home, or for a place to stay meanwhile.",
  DALO_APPEAL: "Recours DALO or DAHO: appeal to the mediation commission for the right to a home or to shelter.",
} as const;

/** What may be done about any barrier. */
const anyActions = {
  REFERRAL: "Referral to a service that can help with it.",
  PAPERWORK: "A file filled in or a letter written with the person.",
  FINANCIAL_AID: "Application for money that helps to lift it.",
  GOING_ALONG: "Going with the person to where it is settled.",
  OTHER: "Another action, named in words.",
} as const;

export const barrierActionKinds = { ...housingActions, ...anyActions } as const;
export type BarrierActionKind = keyof typeof barrierActionKinds;

/** Whether an action of this kind may be planned against a barrier of that kind. */
export const isActionFor = (kind: BarrierActionKind, barrier: BarrierKind): boolean =>
  barrier === "HOUSING" || kind in anyActions;

export const barrierActionStatuses = {
  PLANNED: "It was agreed on and has not begun.",
  IN_PROGRESS: "It has begun.",
  DONE: "It was done; whether that lifted the barrier is another question.",
  ABANDONED: "It was given up; the reason says why.",
} as const;
export type BarrierActionStatus = keyof typeof barrierActionStatuses;

const NEXT: Readonly<Record<BarrierActionStatus, readonly BarrierActionStatus[]>> = {
  PLANNED: ["IN_PROGRESS", "DONE", "ABANDONED"],
  IN_PROGRESS: ["DONE", "ABANDONED"],
  DONE: [],
  ABANDONED: [],
};

/** Statuses an action may come to; none once it is over. */
export const nextActionStatuses = (status: BarrierActionStatus): readonly BarrierActionStatus[] => NEXT[status];

/** How far a threat to a home has come, in the words of the French procedure of eviction, or what is wrong with the home. */
export const housingStages = {
  UNPAID_RENT: "Rent or charges are unpaid (impayé de loyer).",
  NOTICE_FROM_LANDLORD: "The landlord has given notice (congé), to sell, to live there or for another reason.",
  COMMANDEMENT_DE_PAYER: "A commissaire de justice has ordered payment within a term (commandement de payer).",
  ASSIGNATION: "She is summoned before the judge (assignation devant le juge des contentieux de la protection).",
  JUGEMENT_SUSPENDED: "The judge granted time to pay, which suspends the end of the lease while it is kept.",
  JUGEMENT_EXPULSION: "The judge ended the lease and ordered the eviction (jugement d'expulsion).",
  COMMANDEMENT_DE_QUITTER: "She is ordered to leave the home (commandement de quitter les lieux).",
  CONCOURS_FORCE_PUBLIQUE: "The prefect granted the help of the police (concours de la force publique).",
  EVICTED: "She was evicted.",
  INDECENT: "The home lacks what a decent home must have (logement non décent).",
  INSALUBRE: "The home is a danger to health or safety (insalubrité or péril).",
  OVERCROWDED: "The home is too small for those who live there (suroccupation).",
  HOSTED: "She is put up by others or by an institution, without a home of her own.",
  ROOFLESS: "She has no roof.",
  SECURED: "The home is no longer at risk.",
} as const;
export type HousingStage = keyof typeof housingStages;
