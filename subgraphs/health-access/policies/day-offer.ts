import type { Volet } from "../../volets.ts";

/** What is offered on one day, as the directory is told of it: published words, nothing about a person. */
export interface DayOffer {
  /** Identifier of the record it stands for; the directory's own follows from it. */
  readonly id: string;
  /** Counts its changes: of two events the later one holds, in whatever order they arrive. */
  readonly version: number;
  readonly organizationId: string;
  readonly name: string;
  readonly description: string;
  /** « Type de service », themes, publics and « modes de mobilisation » in the words of data·inclusion. */
  readonly kind: string;
  readonly themes: readonly string[];
  readonly audiences: readonly string[];
  readonly mobilisationModes: readonly string[];
  readonly volets: readonly Volet[];
  /** « Frais » of data·inclusion; null where the organiser says nothing. */
  readonly fee: string | null;
  readonly address: string | null;
  readonly communeCode: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** The national identifier under which the directory keeps it: the source, two dashes, the identifier at the source. */
export const careOfferIdOf = (id: string): string => `passerelle--${id}`;

const asWords = (words: readonly string[]): string => [...new Set(words)].sort().join(" ");

/** The content of the event, whose values are texts; lists are words apart by a space. */
export const toEventContent = (offer: DayOffer): Record<string, string | null> => ({
  offer: offer.id,
  version: String(offer.version),
  organization: offer.organizationId,
  name: offer.name,
  description: offer.description,
  kind: offer.kind,
  themes: asWords(offer.themes),
  audiences: asWords(offer.audiences),
  mobilisationModes: asWords(offer.mobilisationModes),
  volets: asWords(offer.volets),
  fee: offer.fee,
  address: offer.address,
  commune: offer.communeCode,
  startsAt: offer.startsAt.toISOString(),
  endsAt: offer.endsAt.toISOString(),
});
