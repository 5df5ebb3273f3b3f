import { registerEnumType } from "type-graphql";
import { VOLET_DESCRIPTION, volets } from "../../volets.ts";

export const VoletEnum = Object.fromEntries(Object.keys(volets).map((volet) => [volet, volet]));
registerEnumType(VoletEnum, {
  name: "Volet",
  description: VOLET_DESCRIPTION,
  valuesConfig: Object.fromEntries(Object.entries(volets).map(([volet, description]) => [volet, { description }])),
});
