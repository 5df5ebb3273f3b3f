import {
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type TypeNode,
} from "graphql";
import { lintMovement } from "./lint-movement.ts";
import { marks } from "./marks.ts";

const ROOTS = new Set(["Query", "Mutation"]);
/** Numbers that identify a person for life have no place in the hub, under any name. */
const FORBIDDEN_NAMES = /^(nir|ins|nia|numero_?securite_?sociale|social_?security_?number)$/i;

/**
 * Problems of a supergraph, one sentence each; none when it may be published.
 * - Every field of every type says under which consent it is shown, or why it needs none; none says both.
 * - What is behind consent is nullable, since a refusal is an absent value.
 * - Interfaces carry no consent: their implementations do.
 * - What is behind consent stays with the source that decides about it: no key, @requires or @provides moves it.
 * - Root fields are nullable, since a source that fails must lose its own fields only.
 * - Everything a partner sees is described, and nothing is named like a national identifier.
 */
export function lintSupergraph(document: DocumentNode): string[] {
  const problems: string[] = [];
  for (const definition of document.definitions) {
    if (!("name" in definition) || !definition.name || isMachinery(definition.name.value)) continue;
    if (definition.kind === Kind.OBJECT_TYPE_DEFINITION) problems.push(...lintObject(definition));
    if (definition.kind === Kind.INTERFACE_TYPE_DEFINITION && hasRule(definition.fields ?? [])) {
      problems.push(`${definition.name.value}: an interface carries @consent; put it on the types that implement it.`);
    }
    problems.push(...lintElement(definition as Described));
  }
  return [...problems, ...lintMovement(document)];
}

function lintObject(type: ObjectTypeDefinitionNode): string[] {
  const isOpenType = marks(type, "public").length > 0;
  const isRuledType = marks(type, "consent").length > 0;
  const problems = isOpenType && isRuledType ? [`${type.name.value} carries both @consent and @public.`] : [];
  for (const field of type.fields ?? []) {
    const coordinate = `${type.name.value}.${field.name.value}`;
    problems.push(
      ...(ROOTS.has(type.name.value) ? lintRootField(coordinate, field) : lintField(coordinate, field, isOpenType)),
    );
  }
  return problems;
}

const lintRootField = (coordinate: string, { type }: FieldDefinitionNode): string[] =>
  isNonNull(type)
    ? [`${coordinate} must be nullable: a source that fails must lose its own field only, not the whole answer.`]
    : [];

function lintField(coordinate: string, field: FieldDefinitionNode, isOpenType: boolean): string[] {
  const rules = marks(field, "consent").length;
  const openings = marks(field, "public").length;
  const problems: string[] = [];
  if (rules + openings === 0 && !isOpenType)
    problems.push(`${coordinate} says neither @consent nor @public: nobody has decided who may read it.`);
  if (rules > 1 || (rules > 0 && openings > 0))
    problems.push(`${coordinate} carries more than one rule; a field has exactly one.`);
  if (rules > 0 && isOpenType) problems.push(`${coordinate} carries @consent although its type is @public.`);
  if (rules > 0 && isNonNull(field.type)) problems.push(`${coordinate} is behind consent and must be nullable.`);
  return problems;
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
    ...(FORBIDDEN_NAMES.test(element.name.value)
      ? [`${coordinate} is named like a national identifier, which the hub never carries.`]
      : []),
    ...children.flatMap((child) => lintElement(child, coordinate)),
  ];
}

const isMachinery = (name: string) =>
  name.startsWith("join__") || name.startsWith("link__") || ["link", "inaccessible"].includes(name);
const isNonNull = (type: TypeNode) => type.kind === Kind.NON_NULL_TYPE;
const hasRule = (fields: readonly FieldDefinitionNode[]) => fields.some((field) => marks(field, "consent").length > 0);
