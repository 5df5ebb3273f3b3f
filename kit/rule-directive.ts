import type { ConstDirectiveNode } from "graphql";
import type { Rule } from "./decision.ts";

/** A field or type of a schema, built from its text or from classes. */
export interface MarkedElement {
  readonly astNode?: { readonly directives?: readonly ConstDirectiveNode[] } | null;
}

/** The rule an element carries; an argument counts by its word, whether the tree holds it as an enum value or a string. */
export function readRule({ astNode }: MarkedElement, name: string): Rule | undefined {
  const directive = astNode?.directives?.find((node) => node.name.value === name);
  if (!directive) return undefined;
  const word = (argument: string) => {
    const value = directive.arguments?.find((node) => node.name.value === argument)?.value;
    if (!value || !("value" in value)) throw new Error(`@${name} needs its argument "${argument}".`);
    return String(value.value);
  };
  return { category: word("category"), purpose: word("purpose") };
}
