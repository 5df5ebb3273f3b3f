import type { DocumentNode } from "graphql";
import { lintAbstract } from "./lint-abstract.ts";
import { lintMovement } from "./lint-movement.ts";
import { lintRules } from "./lint-rules.ts";
import { isMachinery } from "./marks.ts";

const ROOTS = new Set(["Query", "Mutation"]);
/** Numbers that identify a person for life have no place in the hub, under any name. */
const FORBIDDEN_WORDS = /(^|_)(nir|ins|nia|numero_securite_sociale|social_security_number)(_|$)/;
const isForbidden = (name: string) =>
  FORBIDDEN_WORDS.test(name.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, "_").toLowerCase());

/**
 * Problems of a supergraph, one sentence each; none when it may be published.
 * - Who may read is decided for every field, and no interface or union leads around it.
 * - What is behind consent stays with the source that decides about it: no key, @requires or @provides moves it.
 * - Everything a partner sees is described, and nothing is named like a national identifier.
 */
export function lintSupergraph(document: DocumentNode): string[] {
  const seen = document.definitions.filter(
    (definition) => "name" in definition && definition.name && !isMachinery(definition.name.value),
  ) as unknown as readonly Described[];
  return [
    ...lintRules(document),
    ...lintAbstract(document),
    ...seen.flatMap((definition) => lintElement(definition)),
    ...lintMovement(document),
  ];
}

interface Described {
  readonly kind: string;
  readonly name: { readonly value: string };
  readonly description?: unknown;
  readonly fields?: readonly Described[];
  readonly values?: readonly Described[];
  readonly arguments?: readonly Described[];
}

function lintElement(element: Described, path = ""): string[] {
  const coordinate = path ? `${path}.${element.name.value}` : element.name.value;
  const isRoot = ROOTS.has(coordinate);
  const children = [...(element.fields ?? []), ...(element.values ?? []), ...(element.arguments ?? [])];
  return [
    ...(element.description || isRoot ? [] : [`${coordinate} has no description.`]),
    ...(isForbidden(element.name.value)
      ? [`${coordinate} is named like a national identifier, which the hub never carries.`]
      : []),
    ...children.flatMap((child) => lintElement(child, coordinate)),
  ];
}
