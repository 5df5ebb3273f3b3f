import { registerEnumType } from "type-graphql";
import { dataCategories, purposes, roles } from "../../protection.ts";
import { VOLET_DESCRIPTION, volets } from "../../volets.ts";

/** A GraphQL enum made from a table of words and what each means. */
export function declareWords(
  name: string,
  description: string,
  words: Readonly<Record<string, string>>,
): Record<string, string> {
  const values = Object.fromEntries(Object.keys(words).map((word) => [word, word]));
  const valuesConfig = Object.fromEntries(Object.entries(words).map(([word, text]) => [word, { description: text }]));
  registerEnumType(values, { name, description, valuesConfig });
  return values;
}

export const DataCategory = declareWords("DataCategory", "A category of data about a person.", dataCategories);
export const Purpose = declareWords("Purpose", "A purpose for which a person's data may be shown.", purposes);
export const VoletEnum = declareWords("Volet", VOLET_DESCRIPTION, volets);
export const Role = declareWords("Role", "A role held in an organisation.", roles);

export enum GrantOperation {
  READ = "READ",
  INTEGRATE = "INTEGRATE",
  NOTIFY = "NOTIFY",
}
registerEnumType(GrantOperation, {
  name: "GrantOperation",
  description: "What the recipient may do with what is shared.",
  valuesConfig: {
    READ: { description: "Read it." },
    INTEGRATE: { description: "Bind it into a record of its own, such as a contract." },
    NOTIFY: { description: "Be told of it without asking." },
  },
});
