import { readFileSync } from "node:fs";
import { type FieldDefinitionNode, Kind, type ObjectTypeDefinitionNode, parse, type TypeNode } from "graphql";

/** What one field leads to, as far as roads are concerned. */
interface Edge {
  readonly name: string;
  /** Name of the type behind lists and non-null marks. */
  readonly target: string;
  readonly isProtected: boolean;
  readonly needs: readonly string[];
}

/** The object types of a schema, with the fields a client may ask for and what of them is under a consent rule. */
export interface TypeGraph {
  readonly edgesOf: ReadonlyMap<string, readonly Edge[]>;
  readonly protectedTypes: ReadonlySet<string>;
  /** Fields of a type that are under a consent rule and lead to no further object. */
  leavesOf(type: string): string[];
}

/** Steps from a type to another, each a field with its arguments, and the protected fields found at the end. */
export interface Road {
  readonly steps: readonly { readonly field: string; readonly target: string }[];
  readonly end: string;
  readonly leaves: readonly string[];
}

/** What stands for an argument a road has to give; an identifier comes as a variable. */
const GIVEN: Readonly<Record<string, string>> = {
  first: "50",
  worklist: "TO_SIGN",
  code: '"ABCD-EFGH-JKLM"',
  from: '"2026-01-01"',
  to: '"2026-12-31"',
  organization: '"0a000000-0000-4000-8000-000000000002"',
  filter: '{ since: "2026-01-01T00:00:00Z", until: "2026-12-31T00:00:00Z" }',
};

const fileOf = (name: string) => readFileSync(new URL(`../../schema/${name}.graphql`, import.meta.url), "utf8");

/** Reads a schema of the project; consent rules are those of `rules`, fields those of `name`. */
export function readTypeGraph(name: string, rules = name): TypeGraph {
  const protectedTypes = new Set<string>();
  const protectedFields = new Set<string>();
  for (const type of objectTypes(rules)) {
    if (isUnderConsent(type)) protectedTypes.add(type.name.value);
    for (const field of type.fields ?? [])
      if (isUnderConsent(field)) protectedFields.add(`${type.name.value}.${field.name.value}`);
  }
  const edgesOf = new Map<string, Edge[]>();
  for (const type of objectTypes(name)) {
    const edges = (type.fields ?? []).map((field) => ({
      name: field.name.value,
      target: namedType(field.type),
      isProtected: protectedFields.has(`${type.name.value}.${field.name.value}`),
      needs: (field.arguments ?? [])
        .filter(({ type: { kind }, defaultValue, name: { value } }) =>
          value === "first" ? true : kind === Kind.NON_NULL_TYPE && defaultValue === undefined,
        )
        .map((one) => one.name.value),
    }));
    edgesOf.set(type.name.value, [...(edgesOf.get(type.name.value) ?? []), ...edges]);
  }
  const leavesOf = (type: string) =>
    (edgesOf.get(type) ?? []).filter((edge) => edge.isProtected && !edgesOf.has(edge.target)).map((edge) => edge.name);
  return { edgesOf, protectedTypes, leavesOf };
}

function objectTypes(name: string): ObjectTypeDefinitionNode[] {
  return parse(fileOf(name)).definitions.filter((one) => one.kind === Kind.OBJECT_TYPE_DEFINITION);
}

const isUnderConsent = (node: ObjectTypeDefinitionNode | FieldDefinitionNode) =>
  node.directives?.some(({ name }) => name.value === "consent") ?? false;

const namedType = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type));

/**
 * Every road from a type to something under a consent rule, at most `depth` steps long, that passes each type once.
 * A road is given even when its end has no protected leaf, as long as its end is a protected type.
 */
export function roadsFrom(graph: TypeGraph, start: string, depth: number): Road[] {
  const found: Road[] = [];
  const walk = (type: string, steps: Road["steps"], visited: ReadonlySet<string>) => {
    const edges = graph.edgesOf.get(type) ?? [];
    const leaves = graph.leavesOf(type);
    const isOfInterest = leaves.length > 0 || graph.protectedTypes.has(type);
    if (steps.length > 0 && isOfInterest) found.push({ steps, end: type, leaves });
    if (steps.length === depth) return;
    for (const { name, target, needs } of edges) {
      if (!graph.edgesOf.has(target) || visited.has(target)) continue;
      const given = needs.map((argument) => `${argument}: ${GIVEN[argument] ?? `$${name}`}`);
      const field = given.length > 0 ? `${name}(${given.join(", ")})` : name;
      walk(target, [...steps, { field, target }], new Set([...visited, target]));
    }
  };
  walk(start, [], new Set([start]));
  return found;
}
