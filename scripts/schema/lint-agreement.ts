import { type DocumentNode, Kind } from "graphql";
import { marks, ruleOf } from "./marks.ts";

/**
 * Fields that several subgraphs serve under different rules, one sentence each. Composition keeps one rule of them all, so
 * the supergraph would show the stricter one while another source serves the field without it.
 * @param subgraphs the schema of each subgraph by its name
 */
export function lintAgreement(subgraphs: Readonly<Record<string, DocumentNode>>): string[] {
  const rules = new Map<string, Map<string, string[]>>();
  for (const [subgraph, document] of Object.entries(subgraphs)) {
    for (const [coordinate, rule] of rulesOf(document)) {
      const served = rules.get(coordinate) ?? new Map<string, string[]>();
      rules.set(coordinate, served.set(rule, [...(served.get(rule) ?? []), subgraph]));
    }
  }
  return [...rules]
    .filter(([, served]) => served.size > 1)
    .map(([coordinate, served]) => {
      const sides = [...served].map(([rule, names]) => `${rule} in ${names.join(" and ")}`);
      return `${coordinate} has different rules: ${sides.join(", ")}. Give it the same rule wherever it is served.`;
    });
}

/** The rule of each field by its coordinate, and of each type that has one. */
function rulesOf(document: DocumentNode): [string, string][] {
  return document.definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.OBJECT_TYPE_EXTENSION) return [];
    const { name, fields = [] } = definition;
    const own = ruleOf(definition);
    const served = fields.filter((field) => marks(field, "external").length === 0);
    return [
      // A stub of another source's type says nothing about its rows.
      ...(own ? ([[name.value, own]] as [string, string][]) : []),
      ...served.map((field): [string, string] => [
        `${name.value}.${field.name.value}`,
        ruleOf(field) ?? (own === "@public" ? own : "no rule"),
      ]),
    ];
  });
}
