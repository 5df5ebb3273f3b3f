import {
  type DirectiveNode,
  type GraphQLSchema,
  isEnumType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
} from "graphql";
import type { ShapedField } from "./selection-shape.ts";

/**
 * On what terms each source answers, as the supergraph says: the keys it knows an entity by, and what it must be told
 * of an object before it computes a field. The planner should see to both; where it does not, nothing is believed.
 */
export class SourceTerms {
  readonly #schema: GraphQLSchema;
  /** The supergraph's word for a source, by the source's name. */
  readonly #graphs = new Map<string, string>();

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
    const graphs = schema.getType("join__Graph");
    for (const { name, astNode } of isEnumType(graphs) ? graphs.getValues() : [])
      for (const directive of named(astNode?.directives, "join__graph"))
        this.#graphs.set(text(directive, "name") ?? name, name);
  }

  /** Whether a representation of these fields holds a key its source knows the type by. */
  isKeyed(source: string, typeName: string, representation: readonly ShapedField[]): boolean {
    const graph = this.#graphs.get(source);
    if (graph === undefined) return true;
    const keys = named(this.#schema.getType(typeName)?.astNode?.directives, "join__type")
      .filter((directive) => text(directive, "graph") === graph)
      .map((directive) => text(directive, "key"));
    return keys.some((key) => key !== undefined && holds(representation, selectionOf(key)));
  }

  /** Whether a field is one its source computes from others that these do not hold. */
  isUnfounded(source: string, typeName: string, fieldName: string, told: readonly ShapedField[]): boolean {
    const type = this.#schema.getType(typeName);
    if (!isObjectType(type) && !isInterfaceType(type)) return false;
    const graph = this.#graphs.get(source);
    const required = named(type.getFields()[fieldName]?.astNode?.directives, "join__field")
      .filter((directive) => text(directive, "graph") === graph)
      .map((directive) => text(directive, "requires"))
      .find((fields) => fields !== undefined);
    return required !== undefined && !holds(told, selectionOf(required));
  }

  /** Names of the fields that take arguments and that some source requires: they are asked with its own arguments. */
  requiredWithArguments(): ReadonlySet<string> {
    const required = new Set<string>();
    const withArguments = new Set<string>();
    for (const type of Object.values(this.#schema.getTypeMap())) {
      if (!isObjectType(type) && !isInterfaceType(type)) continue;
      for (const field of Object.values(type.getFields())) {
        if (field.args.length > 0) withArguments.add(field.name);
        for (const directive of named(field.astNode?.directives, "join__field"))
          for (const name of text(directive, "requires")?.match(/\w+/g) ?? []) required.add(name);
      }
    }
    return new Set([...withArguments].filter((name) => required.has(name)));
  }
}

/** Whether required fields hold all of a selection. */
function holds(fields: readonly ShapedField[], { selections }: SelectionSetNode): boolean {
  return selections.every((one) => {
    if (one.kind === Kind.INLINE_FRAGMENT) return holds(fields, one.selectionSet);
    if (one.kind !== Kind.FIELD) return false;
    const field = fields.find(({ name }) => name === one.name.value);
    if (!field) return false;
    return !one.selectionSet || (field.inner !== undefined && holds(field.inner.everyField, one.selectionSet));
  });
}

function selectionOf(fields: string): SelectionSetNode {
  const [operation] = parse(`{ ${fields} }`, { noLocation: true }).definitions;
  return (operation as { selectionSet: SelectionSetNode }).selectionSet;
}

const named = (directives: readonly DirectiveNode[] | undefined, name: string): readonly DirectiveNode[] =>
  directives?.filter((directive) => directive.name.value === name) ?? [];

function text(directive: DirectiveNode, argument: string): string | undefined {
  const value = directive.arguments?.find(({ name }) => name.value === argument)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
}
