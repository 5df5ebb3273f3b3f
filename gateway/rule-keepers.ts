import { type DocumentNode, Kind } from "graphql";
import { type MarkedElement, readRule } from "../kit/rule-directive.ts";
import { graphsOf, RULE, sourceNames } from "./protected-sources.ts";

/**
 * Which sources ask whether the rows of a type may be shown, as `Type source`. Composition joins all that sources say of a
 * type, so its rule also stands on the stubs by which others refer to it: of several sources, one keeps the rule of a type when it
 * serves some field of it under that very rule.
 */
export function ruleKeepers(supergraph: DocumentNode): ReadonlySet<string> {
  const names = sourceNames(supergraph);
  const found = new Set<string>();
  for (const type of supergraph.definitions) {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    const rule = ruleIn(type);
    if (rule === undefined) continue;
    const owners = graphsOf(type.directives, "join__type");
    const [only, ...others] = owners;
    if (only && others.length === 0) found.add(`${type.name.value} ${names.get(only) ?? only}`);
    for (const field of type.fields ?? []) {
      if (ruleIn(field) !== rule) continue;
      const isSpread = field.directives?.some(({ name }) => name.value === "join__field") ?? false;
      const graphs = isSpread ? graphsOf(field.directives, "join__field") : owners;
      for (const graph of graphs.length > 0 ? graphs : owners)
        found.add(`${type.name.value} ${names.get(graph) ?? graph}`);
    }
  }
  return found;
}

function ruleIn(astNode: NonNullable<MarkedElement["astNode"]>): string | undefined {
  const rule = readRule({ astNode }, RULE);
  return rule && `${rule.category} ${rule.purpose}`;
}
