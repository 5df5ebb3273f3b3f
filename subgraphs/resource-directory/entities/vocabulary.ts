import { registerEnumType } from "type-graphql";
import { categoryOf, type ReferentialName, type ReferentialWord, readReferential, toEnumName } from "../referential.ts";

/**
 * The words of data·inclusion as GraphQL enums, made from the official referentials. On our side, in columns and in
 * arguments, a value is the national one (`sante--sante-mentale`); only the wire carries the name.
 */
function declareWords(words: readonly ReferentialWord[], name: string, description: string): Record<string, string> {
  const values = Object.fromEntries(words.map(({ value }) => [toEnumName(value), value]));
  const valuesConfig = Object.fromEntries(
    words.map((word) => [toEnumName(word.value), { description: describe(word) }] as const),
  );
  registerEnumType(values, { name, description, valuesConfig });
  return values;
}

function describe({ label, description, value }: ReferentialWord): string {
  const text = description && description !== label ? `${label}: ${description}` : label;
  return `${text.replace(/[.\s]+$/, "")} (${value}).`;
}

const declareReferential = (referential: ReferentialName, name: string, description: string) =>
  declareWords(readReferential(referential), name, description);

export const Theme = declareReferential(
  "thematiques",
  "Theme",
  "What an offer is about: a « thématique » of the national schema data·inclusion.",
);
export const Audience = declareReferential(
  "publics",
  "Audience",
  "Whom an offer is for: a « public » of the national schema data·inclusion.",
);
export const Fee = declareReferential("frais", "Fee", "Whether an offer costs something: « frais » of data·inclusion.");
export const ReceptionMode = declareReferential(
  "modes-accueil",
  "ReceptionMode",
  "How people are received: « mode d'accueil » of data·inclusion.",
);
export const MobilisationMode = declareReferential(
  "modes-mobilisation",
  "MobilisationMode",
  "How to reach an offer: « mode de mobilisation » of data·inclusion.",
);
export const MobilisingParty = declareReferential(
  "personnes-mobilisatrices",
  "MobilisingParty",
  "Who may call on an offer: « personne mobilisatrice » of data·inclusion.",
);
export const OfferKind = declareReferential(
  "types-de-services",
  "OfferKind",
  "What kind of service an offer is: « type de service » of data·inclusion.",
);
export const Network = declareReferential(
  "reseaux-porteurs",
  "Network",
  "A network a structure belongs to: « réseau porteur » of data·inclusion.",
);

const categoryLabels: Record<string, string> = {
  "choisir-un-metier": "Choisir un métier",
  "creer-une-entreprise": "Créer une entreprise",
  "difficultes-administratives-ou-juridiques": "Difficultés administratives ou juridiques",
  "difficultes-financieres": "Difficultés financières",
  "equipement-et-alimentation": "Équipement et alimentation",
  famille: "Famille",
  "lecture-ecriture-calcul": "Lecture, écriture, calcul",
  "logement-hebergement": "Logement et hébergement",
  mobilite: "Mobilité",
  numerique: "Numérique",
  "preparer-sa-candidature": "Préparer sa candidature",
  remobilisation: "Remobilisation",
  sante: "Santé",
  "se-former": "Se former",
  "souvrir-a-linternational": "S'ouvrir à l'international",
  "trouver-un-emploi": "Trouver un emploi",
};

const categories = [...new Set(readReferential("thematiques").map(({ value }) => categoryOf(value)))];

export const ThemeCategory = declareWords(
  categories.map((value) => ({ value, label: categoryLabels[value] ?? value, description: null })),
  "ThemeCategory",
  "A family of themes: the part of a « thématique » before the double dash.",
);
