import type { MobileRound } from "../entities/mobile-round.ts";
import type { RoundStop } from "../entities/round-stop.ts";
import type { DayOffer } from "./day-offer.ts";
import { outreachServices } from "./outreach-words.ts";

/** How a stop shows in the directory. It receives whoever comes, without an appointment. */
export function stopOffer({ teamName }: MobileRound, stop: RoundStop): DayOffer {
  const services = stop.services.map((code) => outreachServices[code]);
  const place = stop.isAtPartnerPremises ? "dans les locaux d’un partenaire" : "dans le quartier";
  return {
    id: stop.id,
    version: stop.version,
    organizationId: stop.organizationId,
    name: `${teamName} – ${stop.placeName}`,
    description: `Halte d’une équipe mobile, ${place}, sans rendez-vous. Sur place : ${services.map(({ label }) => label).join(" ; ")}.`,
    kind: "accompagnement",
    themes: services.map(({ theme }) => theme),
    audiences: ["tous-publics"],
    mobilisationModes: ["se-presenter"],
    volets: services.map(({ volet }) => volet),
    fee: stop.fee?.toLowerCase() ?? null,
    address: stop.address,
    communeCode: stop.communeCode,
    startsAt: stop.startsAt,
    endsAt: stop.endsAt,
  };
}
