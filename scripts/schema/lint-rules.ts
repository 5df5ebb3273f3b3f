import {
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
} from "graphql";
import { isMachinery, marks, nameOf } from "./marks.ts";

const ROOTS = new Set(["Query", "Mutation"]);

/** A type of objects, or what a document adds to one. */
export type ObjectNode = ObjectTypeDefinitionNode | ObjectTypeExtensionNode;

/**
 * What a schema leaves undecided about who may read, one sentence each, be it of one source or of them all.
 * - Every field of every type says under which consent it is shown, or why it needs none; none says both.
 * - A type with fields behind consent is behind consent itself: its rows exist for those permitted.
 * - What is behind consent is nullable, since a refusal is an absent value.
 * - Root fields lead to types, which carry the rules, and are nullable, since a source that fails must lose its own only.
 */
export function lintRules(document: DocumentNode): string[] {
  const objects = objectsOf(document);
  const composites = new Set(document.definitions.filter(isComposite).map(({ name }) => name.value));
  return objects.flatMap((type) =>
    ROOTS.has(type.name.value)
      ? (type.fields ?? []).flatMap((field) => lintRootField(type, field, composites))
      : lintObject(type),
  );
}

export const objectsOf = ({ definitions }: DocumentNode): ObjectNode[] =>
  definitions.filter(
    (node): node is ObjectNode =>
      (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION) &&
      !isMachinery(node.name.value),
  );

function isComposite(node: DocumentNode["definitions"][number]): node is ObjectTypeDefinitionNode {
  const { OBJECT_TYPE_DEFINITION, INTERFACE_TYPE_DEFINITION, UNION_TYPE_DEFINITION } = Kind;
  return [OBJECT_TYPE_DEFINITION, INTERFACE_TYPE_DEFINITION, UNION_TYPE_DEFINITION].some((kind) => kind === node.kind);
}

function lintRootField(type: ObjectNode, field: FieldDefinitionNode, composites: ReadonlySet<string>): string[] {
  const coordinate = `${type.name.value}.${field.name.value}`;
  const isDecided = composites.has(nameOf(field.type)) || marks(field, "public").length > 0;
  return [
    ...(isNonNull(field)
      ? [`${coordinate} must be nullable: a source that fails must lose its own field only, not the whole answer.`]
      : []),
    ...(isDecided
      ? []
      : [`${coordinate} returns a bare value, whose reader no type decides: return a type, or say @public.`]),
  ];
}

function lintObject(type: ObjectNode): string[] {
  const { fields = [] } = type;
  const isOpen = marks(type, "public").length > 0;
  const isRuled = marks(type, "consent").length > 0;
  const hasRuledField = fields.some((field) => marks(field, "consent").length > 0);
  return [
    ...(isOpen && isRuled ? [`${type.name.value} carries both @consent and @public.`] : []),
    ...(hasRuledField && !isOpen && !isRuled
      ? [`${type.name.value} has fields behind consent and no @consent itself: its rows would exist for everybody.`]
      : []),
    ...fields.flatMap((field) => lintField(`${type.name.value}.${field.name.value}`, field, isOpen)),
  ];
}

function lintField(coordinate: string, field: FieldDefinitionNode, isOpenType: boolean): string[] {
  const rules = marks(field, "consent").length;
  const openings = marks(field, "public").length;
  const problems: string[] = [];
  if (rules + openings === 0 && !isOpenType)
    problems.push(`${coordinate} says neither @consent nor @public: nobody has decided who may read it.`);
  if (rules > 1 || (rules > 0 && openings > 0))
    problems.push(`${coordinate} carries more than one rule; a field has exactly one.`);
  if (rules > 0 && isOpenType) problems.push(`${coordinate} carries @consent although its type is @public.`);
  if (rules > 0 && isNonNull(field)) problems.push(`${coordinate} is behind consent and must be nullable.`);
  return problems;
}

const isNonNull = ({ type }: FieldDefinitionNode) => type.kind === Kind.NON_NULL_TYPE;
