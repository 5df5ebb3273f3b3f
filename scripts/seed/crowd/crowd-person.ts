import { consentStates } from "../../../subgraphs/consent/policies/consent-state.ts";
import { recordedStatuses } from "../../../subgraphs/employment-contracts/policies/contract-status.ts";
import { rightsKinds } from "../../../subgraphs/rights-kinds.ts";
import { barrierKinds, requestStates } from "../../../subgraphs/social-services/policies/file-words.ts";

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
] as const;
export type PrescriptionPast = (typeof prescriptionPasts)[number];

/** What a contract of one of them has come to; its end is near, or it was, where its renewal is due. */
export const contractPasts = [...recordedStatuses, "TO_RENEW"] as const;
export type ContractPast = (typeof contractPasts)[number];

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
}

const words = <Word extends string>(of: Readonly<Record<Word, string>>) => Object.keys(of) as Word[];
/** The lists are of lengths that share no factor with most others, so that their states meet in ever new ways. */
const nth = <Item>(items: readonly Item[], index: number): Item => items[index % items.length]!;

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
    consentState: nth(words(consentStates), index),
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
  };
}

/** A day so many days before today, as `YYYY-MM-DD`; the crowd's past is told from the day it is made. */
export const dayAgo = (days: number): string => instantAgo(days).toISOString().slice(0, 10);

export function instantAgo(days: number): Date {
  const noon = new Date();
  noon.setUTCHours(12, 0, 0, 0);
  return new Date(noon.getTime() - days * 86_400_000);
}
