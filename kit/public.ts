import { Directive } from "type-graphql";

/** Marks a type or field whose values are about nobody, with the reason a reader of the schema is given. */
export const Public = (reason: string) => Directive(`@public(reason: ${JSON.stringify(reason)})`);
