import { buildSubgraphSchema } from "@apollo/subgraph";
import {
  type DocumentNode,
  execute,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  parse,
  responsePathAsArray,
  type SelectionSetNode,
  validate,
} from "graphql";
import { directivesOf, picked, selectionOf, textOf } from "./federated-selections.ts";
import { type Row, World, type WorldKind } from "./world.ts";

/** What one source was asked and how it answers, as JSON would bring it. */
export interface Asking {
  readonly source: string;
  readonly operation: string;
  readonly variables: Record<string, unknown>;
  readonly signal?: AbortSignal | undefined;
}
export interface Told {
  data?: Record<string, unknown> | null;
  errors?: { message: string; path?: (string | number)[] }[];
}
export type Ask = (asking: Asking) => Promise<Told>;

/** A value of an answer, and what it is of the world. */
export interface Place {
  readonly path: readonly (string | number)[];
  readonly row: Row;
  readonly field: string;
  readonly type: GraphQLOutputType;
}

export interface Sources {
  readonly ask: Ask;
  /** As `ask`, telling of every value where it comes from. */
  readonly askPlaced: (asking: Asking) => Promise<{ told: Told; places: readonly Place[] }>;
  readonly world: World;
  /** Every change that was made, as `field(id)`. */
  readonly log: readonly string[];
  /** What no right plan asks of a source. */
  readonly anomalies: readonly string[];
}

/** A thing as a source knows it: with what the call said of it. */
interface Known extends Row {
  /** The name the source calls it by: of an interface object, the interface's. */
  readonly __typename?: string;
  readonly given?: Record<string, unknown>;
}

const parsed = new Map<string, DocumentNode>();
const parseOnce = (text: string): DocumentNode => {
  const known = parsed.get(text) ?? parse(text);
  if (parsed.size > 2_000) parsed.clear();
  parsed.set(text, known);
  return known;
};

/** The schemas of the subgraphs, without what answers for them. */
export const buildSubgraphs = (schemas: Record<string, string>): Map<string, GraphQLSchema> =>
  new Map(
    Object.entries(schemas).map(([name, sdl]) => {
      const schema = buildSubgraphSchema([{ typeDefs: parse(sdl) }]);
      for (const type of Object.values(schema.getTypeMap())) equip(type);
      return [name, schema];
    }),
  );

/** Real subgraphs in this process over one invented world. */
export function openSources(
  schemas: Record<string, string>,
  built = buildSubgraphs(schemas),
  kind: WorldKind = {},
): Sources {
  const world = new World([...built.values()], kind);
  const anomalies: string[] = [];
  const askPlaced: Sources["askPlaced"] = async ({ source, operation, variables }) => {
    const schema = built.get(source)!;
    const contextValue: Context = { world, places: [], anomalies };
    const document = parseOnce(operation);
    if (validate(schema, document).length > 0) anomalies.push("unknown");
    const result = await execute({ schema, document, variableValues: variables, contextValue });
    return { told: JSON.parse(JSON.stringify(result)) as Told, places: contextValue.places };
  };
  return { world, log: world.log, anomalies, askPlaced, ask: async (asking) => (await askPlaced(asking)).told };
}

interface Context {
  readonly world: World;
  readonly places: Place[];
  readonly anomalies: string[];
}

function equip(type: GraphQLNamedType): void {
  const refer = (given: Record<string, unknown>, { world, anomalies }: Context): Known | null => {
    const row = world.named(type.name, keyOf(type.name, given, world));
    if (!row) anomalies.push("unkeyed");
    return row && { ...row, __typename: isAbstractType(type) ? row.type : type.name, given };
  };
  if (isAbstractType(type)) {
    type.resolveType = (known: Known) => (type.name === "_Entity" && known.__typename) || known.type;
    if (isInterfaceType(type)) answerReferences(type, refer);
  }
  if (!isObjectType(type) || type.name.startsWith("_")) return;
  answerReferences(type, refer);
  for (const field of Object.values(type.getFields())) {
    if (field.name.startsWith("_")) continue;
    const isExternal = directivesOf(field.astNode, "external").length > 0;
    const [requires] = directivesOf(field.astNode, "requires");
    const required = requires && selectionOf(textOf(requires, "fields"));
    field.resolve = (
      known: Known | undefined,
      args,
      { world, places, anomalies }: Context,
      info: GraphQLResolveInfo,
    ) => {
      const row = known ?? { type: type.name, n: 0 };
      if (type.name === "Mutation") return world.change(field.name, args, field.type);
      places.push({ path: responsePathAsArray(info.path), row, field: field.name, type: field.type });
      if (type.name === "Entry" && field.name === "at") return (row as { at?: number }).at;
      if (required) {
        const computed = `needs ${JSON.stringify(pickGiven(row.given, required))}`;
        if (computed.includes('"absent')) anomalies.push("untold");
        return computed;
      }
      const isGiven = isExternal && row.given && Object.hasOwn(row.given, field.name);
      const value = isGiven ? row.given[field.name] : world.read(row, field, args);
      return isGiven ? asRows(value, field.type, world) : value;
    };
  }
}

/** What a representation says that names its object. */
export function keyOf(typeName: string, given: Record<string, unknown>, world: World): object {
  const names = Object.keys(given).filter((name) => world.isIdentityOf(typeName, name));
  return Object.fromEntries(names.map((name) => [name, given[name]]));
}

/** Objects of a representation as things: what is given of them is said again. */
function asRows(value: unknown, type: GraphQLOutputType, world: World): unknown {
  const named = getNamedType(type);
  if (!isCompositeType(named) || value === null || value === undefined) return value;
  if (Array.isArray(value)) return value.map((item) => asRows(item, type, world));
  const given = value as Record<string, unknown>;
  const row = world.named(named.name, keyOf(named.name, given, world));
  return { ...(row ?? { type: String(given.__typename ?? named.name), n: 0 }), given };
}

function answerReferences(
  type: GraphQLNamedType,
  answer: (given: Record<string, unknown>, context: Context) => Known | null,
): void {
  type.extensions = { ...type.extensions, apollo: { subgraph: { resolveReference: answer } } };
}

/** What a call brought of the required fields: "absent" is what a gateway must never leave out. */
function pickGiven(given: unknown, set: SelectionSetNode | undefined): unknown {
  if (given === null) return "nothing";
  if (given === undefined) return "absent";
  if (!set) return given;
  if (Array.isArray(given)) return given.map((item) => pickGiven(item, set));
  const object = given as Record<string, unknown>;
  const isOf = (typeName: string) => object.__typename === undefined || object.__typename === typeName;
  return picked(set, isOf, ({ name, inner }) =>
    pickGiven(Object.hasOwn(object, name) ? object[name] : undefined, inner),
  );
}
