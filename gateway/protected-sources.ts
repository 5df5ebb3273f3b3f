import { type ConstDirectiveNode, type DocumentNode, Kind, type TypeDefinitionNode } from "graphql";

/** Directive that puts a field or a type under a consent rule. */
export const RULE = "consent";

/**
 * Names of the sources that hold something under a consent rule, read from a supergraph's join directives. A rule on a
 * type counts for every source that has the type; a rule on a field for those that resolve the field.
 */
export function protectedSources(supergraph: DocumentNode): ReadonlySet<string> {
  const names = sourceNames(supergraph);
  const found = new Set<string>();
  for (const type of supergraph.definitions) {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION && type.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    const owners = graphsOf(type.directives, "join__type");
    if (hasRule(type.directives)) for (const graph of owners) found.add(names.get(graph) ?? graph);
    for (const field of type.fields ?? []) {
      if (!hasRule(field.directives)) continue;
      const resolvers = graphsOf(field.directives, "join__field");
      for (const graph of resolvers.length > 0 ? resolvers : owners) found.add(names.get(graph) ?? graph);
    }
  }
  return found;
}

const hasRule = (directives: TypeDefinitionNode["directives"]): boolean =>
  directives?.some(({ name }) => name.value === RULE || name.value.endsWith(`__${RULE}`)) ?? false;

/** `HEALTH_ACCESS` in the join directives is `health-access` everywhere else. */
export function sourceNames(supergraph: DocumentNode): Map<string, string> {
  const graphs = supergraph.definitions.find(
    (definition) => definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === "join__Graph",
  );
  if (graphs?.kind !== Kind.ENUM_TYPE_DEFINITION) return new Map();
  return new Map(
    (graphs.values ?? []).map((value) => {
      const [directive] = value.directives ?? [];
      return [value.name.value, (directive && argument(directive, "name")) ?? value.name.value];
    }),
  );
}

/** Graphs named by the join directives of that name, but for fields a graph only knows from others. */
export function graphsOf(directives: TypeDefinitionNode["directives"], name: string): string[] {
  return (directives ?? [])
    .filter((directive) => directive.name.value === name && argument(directive, "external") !== "true")
    .map((directive) => argument(directive, "graph"))
    .filter((graph) => graph !== undefined);
}

function argument(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((one) => one.name.value === name)?.value;
  if (value?.kind === Kind.STRING || value?.kind === Kind.ENUM) return value.value;
  return value?.kind === Kind.BOOLEAN ? String(value.value) : undefined;
}
