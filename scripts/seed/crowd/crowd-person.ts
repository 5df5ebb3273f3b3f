import { ConsentState, consentStates } from "../../../subgraphs/consent/policies/consent-state.ts";
import { recordedStatuses } from "../../../subgraphs/employment-contracts/policies/contract-status.ts";
import { rightsKinds } from "../../../subgraphs/rights-kinds.ts";
import {
  barrierKinds,
  mandateEndReasons,
  requestStates,
} from "../../../subgraphs/social-services/policies/file-words.ts";
import { nth, words } from "./lists.ts";

const GIVEN_NAMES =
  "Adèle Aïcha Alain Alice Amadou Anaïs André Anissa Antoine Audrey Awa Baptiste Bernard Brigitte Camille Carole Catherine Chantal Cédric Daniel Denise Djibril Élodie Émile Fatou Florence Francis Françoise Gaëlle Gérard Hamid Hélène Henri Inès Isabelle Jacques Jean Jeanne Karima Kevin Laura Léa Léon Lucie Malika Manon Marcel Mariam Martine Mehdi Monique Nadia Nathalie Nicolas Olivier Pascal Patricia Pauline Rachid Rémi Rose Samira Sandrine Simon Sylvie Thierry Valérie Yann Yvette Zoé".split(
    " ",
  );
const FAMILY_NAMES =
  "Bernard Bonnet Caron Colin Dupont Durand Fabre Faure Fontaine Garnier Girard Henry Lambert Leroy Marchand Martin Mercier Morel Muller Perrin Renaud Robert Roche Roussel Vidal".split(
    " ",
  );

/** How the prescription of one of them stands, by the day it was sent. */
export const prescriptionPasts = [
  { status: "REQUESTED", daysAgo: 3 },
  // Its answer is late, then it has expired: both by the clock.
  { status: "REQUESTED", daysAgo: 14 },
  { status: "REQUESTED", daysAgo: 45 },
  { status: "REFUSED", daysAgo: 60 },
  { status: "ACCEPTED", daysAgo: 20 },
  { status: "IN_PROGRESS", daysAgo: 90 },
  { status: "ON_HOLD", daysAgo: 75 },
  { status: "DONE", daysAgo: 200 },
  { status: "CANCELLED", daysAgo: 50 },
  // The agreement of six months has just begun, ends soon, or is over, unless it was renewed.
  { status: "IN_PROGRESS", daysAgo: 30 },
  { status: "IN_PROGRESS", daysAgo: 183 },
  { status: "IN_PROGRESS", daysAgo: 260 },
  { status: "DONE", daysAgo: 400 },
] as const;
export type PrescriptionPast = (typeof prescriptionPasts)[number];

/** What a contract of one of them has come to; its end is near, or it was, where its renewal is due. */
export const contractPasts = [...recordedStatuses, "TO_RENEW"] as const;
export type ContractPast = (typeof contractPasts)[number];

/** What became of the mandate of her référent, where she has one. */
export const mandatePasts = ["NONE", "ACTIVE", ...words(mandateEndReasons)] as const;
type MandatePast = (typeof mandatePasts)[number];

/** One of the crowd: everything that is known of her follows from her number. */
export interface CrowdPerson {
  readonly index: number;
  readonly id: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly birthYear: number;
  readonly consentState: keyof typeof consentStates;
  readonly prescription: PrescriptionPast;
  readonly contract: ContractPast;
  readonly rightsKind: keyof typeof rightsKinds;
  readonly requestState: keyof typeof requestStates;
  readonly barrierKind: keyof typeof barrierKinds;
  readonly isBarrierLifted: boolean;
  readonly mandate: MandatePast;
}

/** An identifier that is the same at every seeding: of the `place`th row of a kind about the person with this number. */
export const crowdId = (kind: number, index: number, place = 0): string =>
  `1${String(kind).padStart(7, "0")}-0000-4000-8${String(place).padStart(3, "0")}-${String(index).padStart(12, "0")}`;

export function crowdPerson(index: number): CrowdPerson {
  return {
    index,
    id: crowdId(1, index),
    givenName: nth(GIVEN_NAMES, index),
    familyName: `${nth(FAMILY_NAMES, index + Math.floor(index / GIVEN_NAMES.length))} (fictif)`,
    birthYear: 1960 + (index % 46),
    // Every other one lets the association know of her now; the others have come to any state.
    consentState: index % 2 === 0 ? ConsentState.ACTIVE : nth(words(consentStates), Math.floor(index / 2)),
    prescription: nth(prescriptionPasts, index),
    contract: nth(contractPasts, index),
    // A request of the kind OTHER has a name of its own, which nobody here needs.
    rightsKind: nth(
      words(rightsKinds).filter((kind) => kind !== "OTHER"),
      index,
    ),
    requestState: nth(words(requestStates), index + Math.floor(index / 7)),
    barrierKind: nth(words(barrierKinds), index + 3),
    isBarrierLifted: index % 3 === 0,
    mandate: nth(mandatePasts, index),
  };
}
