/** A structure as data·inclusion v1 writes it. Absent and null mean the same. */
export interface StructureV1 {
  source: string;
  id: string;
  nom?: string | null;
  /** `YYYY-MM-DD`. */
  date_maj?: string | null;
  description?: string | null;
  lien_source?: string | null;
  siret?: string | null;
  commune?: string | null;
  code_postal?: string | null;
  code_insee?: string | null;
  adresse?: string | null;
  complement_adresse?: string | null;
  longitude?: number | null;
  latitude?: number | null;
  telephone?: string | null;
  courriel?: string | null;
  site_web?: string | null;
  horaires_accueil?: string | null;
  accessibilite_lieu?: string | null;
  reseaux_porteurs?: string[] | null;
}

/** A service as data·inclusion v1 writes it. */
export interface ServiceV1 {
  source: string;
  structure_id: string;
  id: string;
  nom: string;
  description?: string | null;
  date_maj?: string | null;
  lien_source?: string | null;
  type?: string | null;
  thematiques?: string[] | null;
  frais?: string | null;
  frais_precisions?: string | null;
  publics?: string[] | null;
  publics_precisions?: string | null;
  conditions_acces?: string | null;
  commune?: string | null;
  code_postal?: string | null;
  code_insee?: string | null;
  adresse?: string | null;
  complement_adresse?: string | null;
  longitude?: number | null;
  latitude?: number | null;
  telephone?: string | null;
  courriel?: string | null;
  contact_nom_prenom?: string | null;
  modes_accueil?: string[] | null;
  zone_eligibilite?: string[] | null;
  lien_mobilisation?: string | null;
  modes_mobilisation?: string[] | null;
  mobilisable_par?: string[] | null;
  mobilisation_precisions?: string | null;
  volume_horaire_hebdomadaire?: number | null;
  nombre_semaines?: number | null;
  horaires_accueil?: string | null;
  /** What this directory adds to the national schema. */
  extra?: OfferExtension | null;
}

/** What this directory knows beyond the national schema, under the key `extra` that the schema leaves free. */
export interface OfferExtension {
  care_category?: string | null;
  capacity?: string | null;
  capacity_details?: string | null;
  /** `YYYY-MM-DD`. */
  capacity_confirmed_on?: string | null;
}

/** Why a row cannot be taken: a stable reason to count by, and a sentence for the one who corrects it. */
export interface RowProblem {
  readonly reason: string;
  readonly message: string;
}
