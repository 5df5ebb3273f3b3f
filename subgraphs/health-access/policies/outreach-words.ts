import type { Volet } from "../../volets.ts";

interface OutreachService {
  /** What people read of it in the directory. */
  readonly label: string;
  readonly text: string;
  /** The theme of data·inclusion under which it is searched. */
  readonly theme: string;
  readonly volet: Volet;
}

/** What a mobile unit offers at a stop; closed, each under a theme of the national directory. */
export const outreachServices = {
  LISTENING: {
    label: "accueil et écoute",
    text: "People are received and listened to.",
    theme: "remobilisation--lien-social",
    volet: "ACCUEIL",
  },
  RIGHTS_OPENING: {
    label: "ouverture de droits",
    text: "Rights are opened or renewed.",
    theme: "difficultes-administratives-ou-juridiques--accompagnement-pour-lacces-aux-droits",
    volet: "SOCIAL",
  },
  CARE_GUIDANCE: {
    label: "orientation vers les soins",
    text: "People are brought to the care they need.",
    theme: "sante--acces-aux-soins",
    volet: "SANITAIRE",
  },
  NURSE_INTERVIEW: {
    label: "entretien infirmier",
    text: "A nurse receives people.",
    theme: "sante--acces-aux-soins",
    volet: "SANITAIRE",
  },
  PSYCHOLOGIST_INTERVIEW: {
    label: "entretien avec une ou un psychologue",
    text: "A psychologist receives people.",
    theme: "sante--sante-mentale",
    volet: "SANITAIRE",
  },
  HOUSING_SUPPORT: {
    label: "maintien dans le logement",
    text: "Help to keep one's home.",
    theme: "logement-hebergement--se-maintenir-dans-le-logement",
    volet: "SOCIAL",
  },
} as const satisfies Readonly<Record<string, OutreachService>>;
export type OutreachServiceCode = keyof typeof outreachServices;

/** Whether a stop costs something: « frais » of data·inclusion, of which the directory is told in lower case. */
export const stopFees = {
  GRATUIT: "What is offered there is free of charge.",
  PAYANT: "Something is charged there.",
} as const;
export type StopFee = keyof typeof stopFees;

/** Why a stop does not take place; about the team, never about who was expected. */
export const stopCancelReasons = {
  VEHICLE_UNAVAILABLE: "The vehicle cannot be used.",
  TEAM_UNAVAILABLE: "The team cannot come.",
  PREMISES_CLOSED: "The place cannot receive the team.",
  WEATHER: "The weather does not allow it.",
  OTHER: "Another reason.",
} as const;
export type StopCancelReason = keyof typeof stopCancelReasons;
