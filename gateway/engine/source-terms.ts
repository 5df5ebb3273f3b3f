import {
  type DirectiveNode,
  type GraphQLSchema,
  getNullableType,
  isEnumType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  Kind,
  parse,
  type SelectionSetNode,
} from "graphql";
import type { ShapedField } from "./selection-shape.ts";

/** A field of a key, and of the object in it where it is one. */
export interface KeyField {
  readonly name: string;
  readonly inner: readonly KeyField[] | undefined;
}

/** Leaves of which two sources that mean the same write the same. */
const PLAIN: ReadonlySet<string> = new Set(["ID", "String", "Int"]);

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
    return this.#keys(graph, typeName).some((key) => holds(representation, key));
  }

  /**
   * The fields by which a source can be asked whom it speaks of: those of the shortest key that a representation holds,
   * where they are plain and the source's own to tell. Empty where it cannot be asked.
   */
  keyToldBy(source: string, typeName: string, representation: readonly ShapedField[]): readonly KeyField[] {
    const graph = this.#graphs.get(source);
    if (graph === undefined) return [];
    const told = this.#keys(graph, typeName)
      .filter((key) => holds(representation, key))
      .map((key) => this.#told(graph, typeName, key))
      .filter((fields) => fields.length > 0);
    return told.sort((one, other) => one.length - other.length)[0] ?? [];
  }

  #keys(graph: string, typeName: string): SelectionSetNode[] {
    return named(this.#schema.getType(typeName)?.astNode?.directives, "join__type")
      .filter((directive) => text(directive, "graph") === graph)
      .map((directive) => text(directive, "key"))
      .filter((key) => key !== undefined)
      .map(selectionOf);
  }

  #told(graph: string, typeName: string, { selections }: SelectionSetNode): KeyField[] {
    const owner = this.#schema.getType(typeName);
    if (!isObjectType(owner) && !isInterfaceType(owner)) return [];
    return selections.flatMap((one): KeyField[] => {
      const field = one.kind === Kind.FIELD ? owner.getFields()[one.name.value] : undefined;
      if (one.kind !== Kind.FIELD || !field || !isToldBy(graph, field.astNode?.directives)) return [];
      const { name } = field;
      const type = getNullableType(field.type);
      if (isScalarType(type) && PLAIN.has(type.name)) return [{ name, inner: undefined }];
      if (!one.selectionSet || !("name" in type)) return [];
      const inner = this.#told(graph, type.name, one.selectionSet);
      return inner.length > 0 ? [{ name, inner }] : [];
    });
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

/** Whether a source tells a field of its own: it does not where it only repeats what it is told, or gave it away. */
function isToldBy(graph: string, directives: readonly DirectiveNode[] | undefined): boolean {
  const fields = named(directives, "join__field");
  if (fields.length === 0) return true;
  const own = fields.find((directive) => text(directive, "graph") === graph);
  return own !== undefined && !isSet(own, "external") && !isSet(own, "usedOverridden");
}

const isSet = (directive: DirectiveNode, argument: string): boolean =>
  directive.arguments?.some(
    ({ name, value }) => name.value === argument && value.kind === Kind.BOOLEAN && value.value,
  ) ?? false;

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
