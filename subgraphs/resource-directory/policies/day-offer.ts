import type { HubEvent } from "../../../kit/hub-event.ts";
import { isIdentifier } from "../../../kit/identifier.ts";
import { volets } from "../../volets.ts";
import type { ServiceV1 } from "./data-inclusion.ts";
import { toOfferRow } from "./directory-rows.ts";
import { HUB_SOURCE } from "./hub-source.ts";
import { osmPeriod } from "./osm-period.ts";

/** A row of the table `care_offer` for an offer of one day; `source_version` tells which of two events holds. */
export type DayOfferRow = ReturnType<typeof toRow>;

/** Reads the event that tells of an offer of one day; null when it is not one. */
export function toDayOfferRow({ data, time }: HubEvent, isWithdrawn: boolean): DayOfferRow | null {
  const { offer, organization, name, commune } = data;
  const version = Number(data.version);
  const [startsAt, endsAt] = [new Date(data.startsAt ?? ""), new Date(data.endsAt ?? "")];
  const isPeriod = startsAt < endsAt;
  if (!isIdentifier(offer) || !isIdentifier(organization) || !name || !commune) return null;
  if (!isPeriod || !Number.isInteger(version)) return null;
  const service: ServiceV1 = {
    source: HUB_SOURCE,
    id: `${HUB_SOURCE}--${offer}`,
    structure_id: `${HUB_SOURCE}--${organization}`,
    nom: name,
    description: data.description ?? null,
    date_maj: time.slice(0, 10),
    type: data.kind ?? null,
    thematiques: wordsOf(data.themes),
    publics: wordsOf(data.audiences),
    modes_accueil: ["en-presentiel"],
    modes_mobilisation: wordsOf(data.mobilisationModes),
    frais: data.fee ?? null,
    adresse: data.address ?? null,
    code_insee: commune,
    horaires_accueil: osmPeriod(startsAt, endsAt),
  };
  return toRow(service, {
    is_withdrawn: isWithdrawn,
    organization_id: organization,
    source_version: version,
    stated_volets: wordsOf(data.volets).filter((word) => word in volets),
    starts_at: startsAt.toISOString(),
    ends_at: endsAt.toISOString(),
  });
}

interface Day {
  is_withdrawn: boolean;
  organization_id: string;
  source_version: number;
  stated_volets: string[];
  starts_at: string;
  ends_at: string;
}
const toRow = (service: ServiceV1, day: Day) => ({ ...toOfferRow(service, [], false), ...day });

const wordsOf = (text: string | null | undefined): string[] => (text ? text.split(" ") : []);
