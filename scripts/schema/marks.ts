import type { DirectiveNode } from "graphql";

/** The directives of one name that a definition carries. */
export function marks(node: { readonly directives?: readonly DirectiveNode[] }, name: string): DirectiveNode[] {
  return (node.directives ?? []).filter((directive) => directive.name.value === name);
}

/** The text of a directive's argument, whether written as a string, an enum value or a boolean. */
export function argumentOf(directive: DirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value && "value" in value ? String(value.value) : undefined;
}
