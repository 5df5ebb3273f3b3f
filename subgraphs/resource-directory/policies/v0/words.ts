/** Publics of v0 (« profils ») with the v1 public that contains them; adults, owners, tenants and others have none. */
export const audiencesFromV0: Readonly<Record<string, string>> = {
  alternants: "actifs",
  "beneficiaires-rsa": "beneficiaires-des-minimas-sociaux",
  "demandeurs-demploi": "demandeurs-emploi",
  etudiants: "etudiants",
  "familles-enfants": "familles",
  femmes: "femmes",
  "handicaps-mentaux": "personnes-en-situation-de-handicap",
  jeunes: "jeunes",
  "jeunes-16-26": "jeunes",
  salaries: "actifs",
  "sans-domicile-fixe": "personnes-en-situation-durgence",
  "seniors-65": "seniors",
  "sortants-de-detention": "personnes-en-situation-juridique-specifique",
  surdite: "personnes-en-situation-de-handicap",
  victimes: "personnes-en-situation-durgence",
};

/** Kinds of structure of v0 (« typologie ») that v1 calls networks; legal forms such as ASSO are none. */
export const networksFromV0: Readonly<Record<string, string>> = {
  ACI: "aci",
  CAP_EMPLOI: "cap-emploi-reseau-cheops",
  CCAS: "ccas-cias",
  CIAS: "ccas-cias",
  EI: "ei",
  FT: "france-travail",
  GEIQ: "geiq",
  MDE: "maisons-de-l-emploi",
  ML: "mission-locale",
  MUNI: "communes",
  PIJ_BIJ: "reseau-information-jeunesse",
  RFS: "france-service",
};

/** What v0 calls fees: the v1 fee, and the words that keep what v1 has no value for. */
export const feesFromV0: Readonly<Record<string, { fee: string; details?: string }>> = {
  gratuit: { fee: "gratuit" },
  payant: { fee: "payant" },
  "gratuit-sous-conditions": { fee: "payant", details: "Gratuit sous conditions." },
  adhesion: { fee: "payant", details: "Adhésion." },
};
