import { type DirectiveNode, Kind, type TypeNode } from "graphql";

/** The directives of one name that a definition carries. */
export function marks(node: { readonly directives?: readonly DirectiveNode[] }, name: string): DirectiveNode[] {
  return (node.directives ?? []).filter((directive) => directive.name.value === name);
}

/** The text of a directive's argument, whether written as a string, an enum value or a boolean. */
export function argumentOf(directive: DirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value && "value" in value ? String(value.value) : undefined;
}

/** The rule a definition carries, in words that are equal where the rule is; the reason of an opening is none of them. */
export function ruleOf(node: Parameters<typeof marks>[0]): string | undefined {
  const [consent] = marks(node, "consent");
  if (consent) return `@consent(${argumentOf(consent, "category")}, ${argumentOf(consent, "purpose")})`;
  return marks(node, "public").length > 0 ? "@public" : undefined;
}

/** The type behind lists and non-null marks. */
export const nameOf = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type));

/** What composition adds for itself, which no partner sees. */
export const isMachinery = (name: string) =>
  name.startsWith("join__") || name.startsWith("link__") || ["link", "inaccessible"].includes(name);
