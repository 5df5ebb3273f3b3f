import { type DocumentNode, type FieldDefinitionNode, Kind } from "graphql";
import { type ObjectNode, objectsOf } from "./lint-rules.ts";
import { marks, ruleOf } from "./marks.ts";

/**
 * Ways around a rule by way of an interface or a union, one sentence each.
 * - Interfaces carry no rule: their implementations do, each field the same in all of them.
 * - No interface and no union leads to rows that follow a rule: of which kind a row is is known too late to withhold it.
 */
export function lintAbstract(document: DocumentNode): string[] {
  const objects = objectsOf(document);
  return document.definitions.flatMap((definition) => {
    if (definition.kind === Kind.UNION_TYPE_DEFINITION) {
      const members = (definition.types ?? []).map(({ name }) => name.value);
      return lintRows(
        definition.name.value,
        objects.filter(({ name }) => members.includes(name.value)),
      );
    }
    if (definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) return [];
    const { name, fields = [] } = definition;
    const implementing = objects.filter(({ interfaces = [] }) =>
      interfaces.some((one) => one.name.value === name.value),
    );
    return [
      ...(fields.some((field) => marks(field, "consent").length > 0)
        ? [`${name.value}: an interface carries @consent; put it on the types that implement it.`]
        : []),
      ...lintRows(name.value, implementing),
      ...fields.flatMap((field) => lintAgreed(name.value, field, implementing)),
    ];
  });
}

const lintRows = (abstract: string, types: readonly ObjectNode[]): string[] =>
  types
    .filter((type) => marks(type, "consent").length > 0)
    .map((type) => `${abstract} leads to ${type.name.value}, whose rows follow a rule: return the type itself.`);

function lintAgreed(abstract: string, { name }: FieldDefinitionNode, types: readonly ObjectNode[]): string[] {
  const rules = types.map((type) => {
    const field = type.fields?.find((one) => one.name.value === name.value);
    const rule = (field && ruleOf(field)) ?? ruleOf(type) ?? "no rule";
    return { rule, text: `${rule} in ${type.name.value}` };
  });
  if (new Set(rules.map(({ rule }) => rule)).size <= 1) return [];
  const sides = rules.map(({ text }) => text).join(", ");
  return [`${abstract}.${name.value} follows different rules: ${sides}. Give it the same rule in every type.`];
}
