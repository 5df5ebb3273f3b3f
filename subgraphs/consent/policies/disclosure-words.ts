import type { DataCategory, Purpose, Role } from "../../protection.ts";
import type { DecisionReason } from "./decision-reasons.ts";

/** The words in which a person reads, in French, who asked for what about her. Every word of the log has one here. */

/** Follows "a vu" or "a demandé à voir". */
export const categoryWords: Record<DataCategory, string> = {
  IDENTITY_CONTACT: "votre identité et comment vous joindre",
  SOCIAL_RIGHTS: "votre dossier social : vos demandes de droits, vos difficultés, votre référent, qui vous accompagne",
  APPOINTMENTS_LOGISTICS: "vos rendez-vous et leur organisation",
  CARE_NAVIGATION: "que vous êtes accompagné(e) vers le soin, et où cela en est",
  HEALTH_PLAN_FULL: "votre plan d'actions santé en entier",
  EMPLOYMENT_EXTRACT: "l'extrait de votre plan tourné vers l'emploi, dans les mots que vous avez approuvés",
  HEALTH_OBSERVATION: "ce que des professionnels de santé ont constaté",
  EXPERT_ADVICE: "les avis demandés pour vous à des soignants bénévoles, et leurs réponses",
  MENTAL_HEALTH: "ce qui concerne votre santé mentale",
  ADDICTION: "ce qui concerne des addictions",
  DISABILITY_STATUS: "vos demandes de reconnaissance de handicap et leurs suites",
  CONTRACT_TERMS: "votre contrat : sa durée, ses heures, ses engagements",
  EVALUATION_INDICATOR: "des mesures qui servent à évaluer l'accompagnement",
};

/** Begins with "pour". */
export const purposeWords: Record<Purpose, string> = {
  CARE_ACCESS_COORDINATION: "pour coordonner votre accès aux soins et aux droits",
  PRESCRIBER_FEEDBACK: "pour savoir ce qu'est devenu l'accompagnement qui vous a été prescrit",
  CONTRACT_INTEGRATION: "pour reprendre dans votre contrat l'extrait de votre plan",
  RIGHTS_OPENING: "pour ouvrir vos droits",
  SOCIAL_FOLLOW_UP: "pour suivre votre situation sociale",
  EVALUATION_AGGREGATE: "pour évaluer le dispositif, en chiffres qui portent sur beaucoup de personnes",
};

/** Nobody is named: the log knows an account, and what a person is told is in what office it was. */
export const roleWords: Record<Role, string> = {
  INSERTION_REFERENT: "un(e) référent(e) d'insertion",
  SOCIAL_WORKER: "un(e) travailleur(se) social(e)",
  HEALTH_NAVIGATOR: "un(e) professionnel(le) de santé",
  MEDICAL_VOLUNTEER: "un(e) soignant(e) bénévole",
  DIRECTORY_EDITOR: "un(e) rédacteur(rice) de l'annuaire",
  PARTNER_DEVELOPER: "un(e) développeur(se) partenaire",
  DATA_PROTECTION_OFFICER: "un(e) délégué(e) à la protection des données",
};

/** A whole sentence: why it was shown, or why not. */
export const reasonWords: Record<DecisionReason, string> = {
  SELF: "Ce sont vos informations.",
  PROXY: "Cette personne peut agir pour vous.",
  HOLDER: "Cet organisme détient lui-même ces informations.",
  ACCOMPANIMENT: "Cet organisme vous accompagne.",
  GRANT: "Vous l'aviez permis.",
  NO_GRANT: "Aucun accord de votre part ne le permettait.",
  RESTRICTED: "Vous vous y étiez opposé(e).",
  NOT_A_MEMBER: "Cette personne n'exerçait alors pour aucun organisme de la passerelle.",
};
