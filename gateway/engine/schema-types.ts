import {
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isSpecifiedScalarType,
} from "graphql";

/** A type as the engine uses it: exactly one of `item`, `composite` and neither (a leaf). */
export interface TypeShape {
  readonly isNonNull: boolean;
  /** Type of the items when it is a list. */
  readonly item: TypeShape | undefined;
  /** Name of the type when it has fields. */
  readonly composite: string | undefined;
  /** Whether a value, never null, is one of this leaf. */
  readonly accepts: (value: unknown) => boolean;
  /** True for leaves that are never written as an object or list. */
  readonly isPlain: boolean;
}

const typenameShape: TypeShape = {
  isNonNull: true,
  item: undefined,
  composite: undefined,
  accepts: (value) => typeof value === "string",
  isPlain: true,
};

/** Answers questions about the types of one schema, each worked out once. */
export class SchemaTypes {
  readonly #schema: GraphQLSchema;
  readonly #shapes = new Map<GraphQLOutputType, TypeShape>();

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  rootName(operation: "query" | "mutation"): string | undefined {
    const root = operation === "mutation" ? this.#schema.getMutationType() : this.#schema.getQueryType();
    return root?.name;
  }

  isObject(name: string): boolean {
    return isObjectType(this.#schema.getType(name));
  }

  /** Whether something that calls itself `name` may stand where `expected` is asked; a root's own name is free. */
  canBe(name: string, expected: string): boolean {
    if (name === expected) return true;
    const type = this.#schema.getType(name);
    const wanted = this.#schema.getType(expected);
    const isPossible = isObjectType(type) || isInterfaceType(type);
    return isAbstractType(wanted) && isPossible && this.#schema.isSubType(wanted, type);
  }

  isRoot(name: string): boolean {
    return name === this.#schema.getQueryType()?.name || name === this.#schema.getMutationType()?.name;
  }

  fieldShape(typeName: string | undefined, fieldName: string): TypeShape | undefined {
    if (fieldName === "__typename") return typenameShape;
    const type = typeName === undefined ? undefined : this.#schema.getType(typeName);
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[fieldName] : undefined;
    return field && this.#shapeOf(field.type);
  }

  #shapeOf(type: GraphQLOutputType): TypeShape {
    const known = this.#shapes.get(type);
    if (known) return known;
    const nullable = isNonNullType(type) ? type.ofType : type;
    const shape: TypeShape = {
      isNonNull: isNonNullType(type),
      item: isListType(nullable) ? this.#shapeOf(nullable.ofType) : undefined,
      composite: isCompositeType(nullable) ? nullable.name : undefined,
      accepts: acceptance(nullable),
      isPlain: isEnumType(nullable) || isSpecifiedScalarType(nullable as never),
    };
    this.#shapes.set(type, shape);
    return shape;
  }
}

const isInteger = (value: unknown): boolean => typeof value === "number" && Number.isInteger(value);

function acceptance(type: GraphQLOutputType): (value: unknown) => boolean {
  if (isEnumType(type)) {
    const names = new Set(type.getValues().map(({ name }) => name));
    return (value) => typeof value === "string" && names.has(value);
  }
  switch ("name" in type ? type.name : "") {
    case "Boolean":
      return (value) => typeof value === "boolean";
    case "Int":
      return isInteger;
    case "Float":
      return (value) => typeof value === "number" && Number.isFinite(value);
    case "String":
      return (value) => typeof value === "string";
    case "ID":
      return (value) => typeof value === "string" || isInteger(value);
    default:
      return () => true;
  }
}
