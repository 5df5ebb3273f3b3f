import type { Volet } from "../../volets.ts";

/**
 * Themes of the national schema that belong to one « volet » for certain. Access to care, for one, is a nurse's work in one
 * place and a mediator's in another: offers that say no more have no volet.
 */
export const themesOfVolet: Partial<Record<Volet, readonly string[]>> = {
  SANITAIRE: ["sante--addictions", "sante--sante-mentale", "sante--sante-sexuelle"],
  SOCIAL: [
    "difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives",
    "difficultes-administratives-ou-juridiques--accompagnement-pour-lacces-aux-droits",
    "sante--constituer-un-dossier-mdph-invalidite",
  ],
};

const entries = Object.entries(themesOfVolet) as readonly (readonly [Volet, readonly string[]])[];

/** The volets that follow from an offer's themes, where it states none itself. */
export const voletsOfThemes = (themes: readonly string[]): Volet[] =>
  entries.filter(([, certain]) => certain.some((theme) => themes.includes(theme))).map(([volet]) => volet);
