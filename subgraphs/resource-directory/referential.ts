import { readFileSync } from "node:fs";

/** One word of a data·inclusion referential. */
export interface ReferentialWord {
  readonly value: string;
  readonly label: string;
  readonly description: string | null;
}

export type ReferentialName =
  | "frais"
  | "modes-accueil"
  | "modes-mobilisation"
  | "personnes-mobilisatrices"
  | "publics"
  | "reseaux-porteurs"
  | "thematiques"
  | "types-de-services";

/** The words of a referential, as the official files shipped in `assets` list them. */
export function readReferential(name: ReferentialName): ReferentialWord[] {
  const file = new URL(`assets/data-inclusion-v1/referentials/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as ReferentialWord[];
}

/** The name of a value in GraphQL: `sante--sante-mentale` is `SANTE__SANTE_MENTALE`, `60000-rebonds` is `_60000_REBONDS`. */
export function toEnumName(value: string): string {
  const name = value.toUpperCase().replaceAll("-", "_");
  return /^\d/.test(name) ? `_${name}` : name;
}

/** The category of a theme: the part before `--`. */
export const categoryOf = (theme: string): string => theme.split("--")[0]!;
