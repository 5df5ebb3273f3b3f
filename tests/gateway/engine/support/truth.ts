import {
  execute,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  parse,
  responsePathAsArray,
} from "graphql";
import type { Asked } from "./engines.ts";
import type { Row, World } from "./world.ts";

export type Path = readonly (string | number)[];

export interface Truth {
  readonly data: unknown;
  /** Places that are null because something was lost, as JSON text, each once. */
  readonly lost: readonly string[];
  /** Paths, without list positions, of objects whose type only their source can tell. */
  readonly abstract: ReadonlySet<string>;
}

export const keysOf = (path: Path): string => JSON.stringify(path.filter((step) => typeof step === "string"));

/** What became of one field of one thing: an error stands for "lost". */
export type Spoil = (row: Row, field: string, type: GraphQLOutputType, value: unknown) => unknown;

/**
 * What the world itself answers, as one GraphQL service without federation: graphql-js over the clients' schema. It
 * shares neither a planner nor an executor with what is tested.
 */
export async function tellTruth(
  schema: GraphQLSchema,
  world: World,
  { query, variables }: Asked,
  spoil?: Spoil,
): Promise<Truth> {
  const abstract = new Set<string>();
  const fieldResolver: GraphQLFieldResolver<Row | undefined, unknown> = (known, args, _, info) => {
    if (isAbstractType(getNamedType(info.returnType))) abstract.add(keysOf(responsePathAsArray(info.path)));
    const row = known ?? { type: info.parentType.name, n: 0 };
    const field = info.parentType.getFields()[info.fieldName]!;
    if (info.parentType === schema.getMutationType()) return world.change(field.name, args, field.type);
    if (row.type === "Entry" && field.name === "at") return (row as { at?: number }).at;
    const value = world.read(row, field, args);
    return spoil ? spoil(row, field.name, field.type, value) : value;
  };
  const { data, errors = [] } = await execute({
    schema,
    document: parse(query),
    variableValues: variables,
    fieldResolver,
    typeResolver: (row: Row) => row.type,
  });
  const plain: unknown = JSON.parse(JSON.stringify(data ?? null));
  const lost = new Set(errors.map(({ path = [] }) => JSON.stringify(firstNull(plain, path))));
  return { data: plain, lost: [...lost], abstract };
}

/**
 * Whether an answer has the form the specification demands: exactly the asked keys in their order, values of the leaf
 * types, no null where none may be. Returns what such an answer made of the same values would be, and what is wrong.
 */
export async function conform(
  schema: GraphQLSchema,
  world: World,
  { query, variables }: Asked,
  answered: unknown,
): Promise<{ data: unknown; errors: readonly string[] }> {
  interface Both {
    readonly row: Row;
    readonly answered: unknown;
  }
  const pair = (real: unknown, told: unknown): unknown => {
    if (told === null || told === undefined) return null;
    if (Array.isArray(told)) return told.map((one, index) => pair(Array.isArray(real) ? real[index] : undefined, one));
    return typeof real === "object" && real !== null && "n" in real ? { row: real as Row, answered: told } : told;
  };
  const fieldResolver: GraphQLFieldResolver<Both, unknown> = ({ row, answered: told }, args, _, info) => {
    const key = String(responsePathAsArray(info.path).at(-1));
    const field = info.parentType.getFields()[info.fieldName]!;
    const isChange = info.parentType === schema.getMutationType();
    const real = isChange ? world.change(field.name, args, field.type) : world.read(row, field, args);
    return pair(real, Object.hasOwn(told as object, key) ? (told as Record<string, unknown>)[key] : undefined);
  };
  const { data, errors = [] } = await execute({
    schema,
    document: parse(query),
    variableValues: variables,
    rootValue: { row: { type: "Query", n: 0 }, answered },
    fieldResolver: fieldResolver as GraphQLFieldResolver<unknown, unknown>,
    typeResolver: ({ row }: Both) => row.type,
  });
  return { data: JSON.parse(JSON.stringify(data ?? null)), errors: errors.map(({ message }) => message) };
}

export function firstNull(data: unknown, path: Path): Path {
  let value = data;
  for (const [index, step] of path.entries()) {
    if (value === null || value === undefined) return path.slice(0, index);
    value = (value as Record<string | number, unknown>)[step];
  }
  return path;
}
