import { CareCategory } from "../entities/care-category.ts";
import type { ServiceV1 } from "./data-inclusion.ts";

type Rule = (service: ServiceV1, networks: readonly string[]) => boolean;

const isAbout =
  (...themes: string[]): Rule =>
  (service) =>
    themes.some((theme) => service.thematiques?.includes(theme));
const isIn =
  (...wanted: string[]): Rule =>
  (_service, networks) =>
    wanted.some((network) => networks.includes(network));
const isHealth: Rule = ({ thematiques }) => thematiques?.some((theme) => theme.startsWith("sante--")) ?? false;

/** First rule that fits decides. Psychologists and complex-case cells of a Département have no national mark: only `extra` names them. */
const rules: readonly (readonly [CareCategory, Rule])[] = [
  [CareCategory.MDPH, isIn("mdph", "maison-departementale-de-lautonomie")],
  [CareCategory.ADDICTION_CARE, isIn("csapa", "caarud")],
  [
    CareCategory.CPAM_HEALTH_CHECK,
    (service, networks) => isIn("cpam")(service, networks) && isAbout("sante--acces-aux-soins")(service, networks),
  ],
  [CareCategory.MDPH, isAbout("sante--constituer-un-dossier-mdph-invalidite")],
  [CareCategory.ADDICTION_CARE, isAbout("sante--addictions")],
  [CareCategory.OTHER_HEALTH, isHealth],
];

/** The care family of an offer: the one its producer names, else the first whose mark it bears. */
export function careCategoryOf(service: ServiceV1, networks: readonly string[]): CareCategory {
  const named = service.extra?.care_category;
  if (named) return named as CareCategory;
  return rules.find(([, rule]) => rule(service, networks))?.[0] ?? CareCategory.NOT_HEALTH;
}
