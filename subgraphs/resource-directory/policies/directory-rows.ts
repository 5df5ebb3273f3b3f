import { createHash } from "node:crypto";
import { categoryOf, type ReferentialName, readReferential } from "../referential.ts";
import { careCategoryOf } from "./care-category.ts";
import type { ServiceV1, StructureV1 } from "./data-inclusion.ts";
import { lastingScore } from "./quality-score.ts";

/** A row of the table `structure`, by column. */
export type StructureRow = ReturnType<typeof toStructureRow>;
/** A row of the table `care_offer`, by column. */
export type OfferRow = ReturnType<typeof toOfferRow>;

const labelsOf = (name: ReferentialName) =>
  new Map(readReferential(name).map(({ value, label }) => [value, label] as const));
const themeLabels = labelsOf("thematiques");
const networkLabels = labelsOf("reseaux-porteurs");

const toPlaceColumns = (row: StructureV1 | ServiceV1) => ({
  address: row.adresse ?? null,
  address_complement: row.complement_adresse ?? null,
  postal_code: row.code_postal ?? null,
  commune_name: row.commune ?? null,
  commune_code: row.code_insee ?? null,
  latitude: row.latitude ?? null,
  longitude: row.longitude ?? null,
});

/** `isIncomplete` marks what its source cannot give in full. */
export function toStructureRow(structure: StructureV1, isIncomplete: boolean) {
  return withContentHash({
    id: structure.id,
    source: structure.source,
    name: structure.nom ?? null,
    updated_on: structure.date_maj ?? null,
    description: structure.description ?? null,
    source_url: structure.lien_source ?? null,
    siret: structure.siret ?? null,
    ...toPlaceColumns(structure),
    phone: structure.telephone ?? null,
    email: structure.courriel ?? null,
    website: structure.site_web ?? null,
    opening_hours: structure.horaires_accueil ?? null,
    accessibility_url: structure.accessibilite_lieu ?? null,
    networks: structure.reseaux_porteurs ?? null,
    is_incomplete: isIncomplete,
  });
}

/** `networks` are those of the offer's structure. */
export function toOfferRow(service: ServiceV1, networks: readonly string[], isIncomplete: boolean) {
  const lasting = lastingScore(service);
  return withContentHash({
    id: service.id,
    source: service.source,
    structure_id: service.structure_id,
    name: service.nom,
    updated_on: service.date_maj ?? null,
    description: service.description ?? null,
    source_url: service.lien_source ?? null,
    kind: service.type ?? null,
    care_category: careCategoryOf(service, networks),
    themes: service.thematiques ?? null,
    fee: service.frais ?? null,
    fee_details: service.frais_precisions ?? null,
    audiences: service.publics ?? null,
    audience_details: service.publics_precisions ?? null,
    access_conditions: service.conditions_acces ?? null,
    ...toPlaceColumns(service),
    phone: service.telephone ?? null,
    email: service.courriel ?? null,
    contact_name: service.contact_nom_prenom ?? null,
    reception_modes: service.modes_accueil ?? null,
    eligibility_zone: service.zone_eligibilite ?? null,
    mobilisation_modes: service.modes_mobilisation ?? null,
    mobilisable_by: service.mobilisable_par ?? null,
    mobilisation_url: service.lien_mobilisation ?? null,
    mobilisation_details: service.mobilisation_precisions ?? null,
    weekly_hours: service.volume_horaire_hebdomadaire ?? null,
    weeks: service.nombre_semaines ?? null,
    opening_hours: service.horaires_accueil ?? null,
    capacity: service.extra?.capacity ?? null,
    capacity_details: service.extra?.capacity_details ?? null,
    capacity_confirmed_on: service.extra?.capacity_confirmed_on ?? null,
    is_incomplete: isIncomplete,
    lasting_score: lasting.hundredths,
    lasting_criteria: lasting.criteria,
    labels: labels(service.thematiques ?? [], networks),
  });
}

/** What a search looks through besides names and descriptions: the French labels of themes and networks. */
function labels(themes: readonly string[], networks: readonly string[]): string {
  const words = [
    ...themes.flatMap((theme) => [categoryOf(theme).replaceAll("-", " "), themeLabels.get(theme)]),
    ...networks.map((network) => networkLabels.get(network)),
  ];
  return [...new Set(words.filter((word) => word !== undefined))].join(" ; ");
}

function withContentHash<Columns extends object>(columns: Columns): Columns & { content_hash: string } {
  return { ...columns, content_hash: createHash("sha256").update(JSON.stringify(columns)).digest("base64url") };
}
