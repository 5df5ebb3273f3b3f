/** Rights a person asks for or is helped to open which say nothing of a disability; closed, and the same words in every source. */
export const rightsKinds = {
  RSA: "Revenu de solidarité active: minimum income.",
  CSS: "Complémentaire santé solidaire: free or low-cost complementary health cover.",
  PUMA: "Protection universelle maladie: base health cover.",
  AME: "Aide médicale de l'État: cover of care for people without a residence permit.",
  ASS: "Allocation de solidarité spécifique: allowance after the end of unemployment benefits.",
  ARE: "Allocation d'aide au retour à l'emploi: unemployment benefit.",
  PRIME_ACTIVITE: "Prime d'activité: income supplement for workers.",
  APL: "Aide personnalisée au logement: housing benefit.",
  ALS: "Allocation de logement sociale: housing benefit where APL does not apply.",
  FSL: "Fonds de solidarité pour le logement: help to enter or keep a home.",
  DALO: "Droit au logement opposable: enforceable right to a home.",
  SOCIAL_HOUSING: "Request for social housing.",
  ASPA: "Allocation de solidarité aux personnes âgées: minimum income of older people.",
  RESIDENCE_PERMIT: "Residence permit or its renewal.",
  SURENDETTEMENT: "Over-indebtedness case before the Banque de France commission.",
  FOOD_AID: "Food aid.",
  OTHER: "Another right.",
} as const;
export type RightsKind = keyof typeof rightsKinds;

/** How the enum is described wherever a source declares it. */
export const RIGHTS_KIND_DESCRIPTION = "A right a person may ask for.";
