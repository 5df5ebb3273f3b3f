import { type DocumentNode, type GraphQLSchema, isInterfaceType, isObjectType, Kind, visit } from "graphql";

/** The key a field has in the plan and in the assembled data. */
export type PlannedKey = (alias: string | undefined, name: string) => string;

/**
 * How clients' aliases are called while an operation is planned and run. The planner puts the keys and required fields
 * of an entity next to the client's own fields: an alias of such a name, or the field itself with other arguments than
 * a source requires it with, would be sent to that source in their place, and a client could so choose what a source
 * believes about an entity. No field of the schema begins like these.
 */
export function plannedKeys(supergraph: GraphQLSchema, requiredWithArguments: ReadonlySet<string>): PlannedKey {
  const names = Object.values(supergraph.getTypeMap()).flatMap((type) =>
    isObjectType(type) || isInterfaceType(type) ? Object.keys(type.getFields()) : [],
  );
  let prefix = "as_";
  while (names.some((name) => name.startsWith(prefix))) prefix = `as_${prefix}`;
  return (alias, name) => {
    if (alias !== undefined && alias !== name) return prefix + alias;
    return requiredWithArguments.has(name) ? prefix + name : name;
  };
}

/** The document to plan in place of a client's: the same questions under keys no source takes for its own. */
export function plannedDocument(document: DocumentNode, plannedKey: PlannedKey): DocumentNode {
  return visit(document, {
    Field(field) {
      const { alias, name, ...rest } = field;
      const key = plannedKey(alias?.value, name.value);
      if (key === (alias ?? name).value) return undefined;
      return key === name.value ? { ...rest, name } : { ...rest, name, alias: { kind: Kind.NAME, value: key } };
    },
  });
}
