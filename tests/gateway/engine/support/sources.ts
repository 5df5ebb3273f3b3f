import { buildSubgraphSchema } from "@apollo/subgraph";
import {
  type DocumentNode,
  execute,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
} from "graphql";

/** What one source was asked and how it answers, as JSON would bring it. */
export interface Asking {
  readonly source: string;
  readonly operation: string;
  readonly variables: Record<string, unknown>;
}
export interface Told {
  data?: Record<string, unknown> | null;
  errors?: { message: string; path?: (string | number)[] }[];
}
export type Ask = (asking: Asking) => Promise<Told>;

interface Row {
  readonly __typename: string;
  readonly n: number;
  readonly [key: string]: unknown;
}

/** Names of the fields that identify a type, in whatever source. */
type Identities = ReadonlySet<string>;

const parsed = new Map<string, DocumentNode>();
const parseOnce = (text: string): DocumentNode => {
  const known = parsed.get(text) ?? parse(text);
  parsed.set(text, known);
  return known;
};

/** A number that only depends on the text: every source computes the same world. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return ((value ^ (value >>> 15)) >>> 0) % 100_003;
}

/** Real subgraphs in this process over one invented world, in which any two sources agree on what both know. */
export function openSources(schemas: Record<string, string>): { ask: Ask; log: string[] } {
  const identities = identityFields(Object.values(schemas));
  const possible = possibleTypes(Object.values(schemas));
  const counters = new Map<string, number>();
  const log: string[] = [];
  const built = new Map<string, GraphQLSchema>();
  for (const [name, sdl] of Object.entries(schemas)) {
    const schema = buildSubgraphSchema([{ typeDefs: parse(sdl) }]);
    for (const type of Object.values(schema.getTypeMap())) equip(type, name);
    built.set(name, schema);
  }

  function equip(type: GraphQLNamedType, source: string): void {
    const reference = (row: Row) => ({
      ...row,
      __typename: concrete(type.name, numberIn(row), possible),
      n: numberIn(row),
    });
    if (isAbstractType(type)) {
      type.resolveType = (row: Row) => row.__typename;
      answerReferences(type, reference);
    }
    if (!isObjectType(type) || type.name.startsWith("_")) return;
    answerReferences(type, (row) => ({ ...row, __typename: type.name, n: numberIn(row) }));
    for (const field of Object.values(type.getFields())) {
      if (field.name.startsWith("_")) continue;
      field.resolve = (row: Row | undefined, args: object, _: unknown, info: GraphQLResolveInfo) => {
        if (info.parentType.name === "Mutation") return change(source, field.name, args as { id?: string });
        if (field.name === "total") return counters.get(String(row!.n)) ?? 0;
        const parent: Row = row ?? { __typename: type.name, n: 0 };
        if (Object.hasOwn(parent, field.name)) return parent[field.name];
        const required = field.astNode?.directives?.find(({ name }) => name.value === "requires");
        if (required) return `needs ${JSON.stringify(picked(parent, required.arguments![0]!.value))}`;
        const seed = `${parent.__typename}:${parent.n}.${field.name}(${JSON.stringify(args)})`;
        const isIdentity = identities.has(`${parent.__typename}.${field.name}`);
        const asked = (args as { id?: string }).id;
        return value(
          field.type,
          seed,
          isIdentity ? parent.n : asked === undefined ? undefined : Number(asked) % 7,
          isIdentity,
        );
      };
    }
  }

  function change(source: string, name: string, { id = "1" }: { id?: string }): unknown {
    log.push(`${source}.${name}(${id})`);
    if (name === "log")
      return {
        __typename: "Entry",
        n: log.length,
        at: log.length,
        counter: { __typename: "Counter", n: 1 },
        query: { __typename: "Query", n: 0 },
      };
    const before = counters.get(id) ?? 0;
    counters.set(id, name === "bump" ? before + 1 : name === "double" ? before * 2 : 0);
    return { __typename: "Counter", n: Number(id) };
  }

  function value(type: GraphQLOutputType, seed: string, n: number | undefined, isIdentity: boolean): unknown {
    if (isNonNullType(type)) return present(type.ofType, seed, n, isIdentity);
    return !isIdentity && hash(`${seed}?`) % 8 === 0 ? null : present(type, seed, n, isIdentity);
  }

  function present(type: GraphQLOutputType, seed: string, n: number | undefined, isIdentity: boolean): unknown {
    const number = hash(seed);
    if (isListType(type)) {
      const length = hash(`${seed}#`) % 4;
      return Array.from({ length }, (_, index) => value(type.ofType, `${seed}[${index}]`, undefined, false));
    }
    if (isObjectType(type) || isAbstractType(type)) {
      const id = n ?? number % 7;
      return { __typename: isAbstractType(type) ? concrete(type.name, id, possible) : type.name, n: id };
    }
    if (isEnumType(type)) return type.getValues()[number % type.getValues().length]!.name;
    switch ((type as { name: string }).name) {
      case "Int":
        return number % 5;
      case "Float":
        return (number % 50) / 4;
      case "Boolean":
        return number % 2 === 0;
      case "ID":
        return String(n ?? number % 7);
      case "String":
        return isIdentity
          ? `${seed.slice(seed.indexOf(".") + 1, seed.indexOf("("))}-${n}`
          : number % 11 === 0
            ? ""
            : `${seed} ${number}`;
      default:
        return number % 3 === 0 ? { any: [number, { seed }] } : number % 3 === 1 ? [number] : seed;
    }
  }

  return {
    log,
    async ask({ source, operation, variables }) {
      const schema = built.get(source)!;
      const result = await execute({ schema, document: parseOnce(operation), variableValues: variables });
      return JSON.parse(JSON.stringify(result)) as Told;
    },
  };
}

function answerReferences(type: GraphQLNamedType, answer: (row: Row) => Row): void {
  type.extensions = { ...type.extensions, apollo: { subgraph: { resolveReference: answer } } };
}

/** The number every leaf of an identity ends with. */
function numberIn(row: object): number {
  for (const [key, value] of Object.entries(row)) {
    if (key === "__typename") continue;
    if (key === "n" && typeof value === "number") return value;
    const digits = typeof value === "string" && (key === "id" || key === "sku") ? /(\d+)$/.exec(value) : null;
    if (digits) return Number(digits[1]);
  }
  return 0;
}

function concrete(name: string, n: number, possible: ReadonlyMap<string, readonly string[]>): string {
  const names = possible.get(name);
  return names ? names[hash(`${name}${n}`) % names.length]! : name;
}

/** Names of the objects behind each abstract type, counted over all sources. */
function possibleTypes(schemas: readonly string[]): Map<string, string[]> {
  const found = new Map<string, Set<string>>();
  const add = (name: string, member: string) => found.set(name, (found.get(name) ?? new Set()).add(member));
  for (const definition of schemas.flatMap((sdl) => parse(sdl).definitions)) {
    if (definition.kind === Kind.OBJECT_TYPE_DEFINITION) {
      for (const { name } of definition.interfaces ?? []) add(name.value, definition.name.value);
    }
    if (definition.kind === Kind.UNION_TYPE_DEFINITION)
      for (const { name } of definition.types ?? []) add(definition.name.value, name.value);
  }
  return new Map([...found].map(([name, members]) => [name, [...members].sort()]));
}

function identityFields(schemas: readonly string[]): Identities {
  const found = new Set<string>();
  for (const definition of schemas.flatMap((sdl) => parse(sdl).definitions)) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const directive of definition.directives ?? []) {
      const fields = directive.arguments?.find(({ name }) => name.value === "fields")?.value;
      if (directive.name.value !== "key" || fields?.kind !== Kind.STRING) continue;
      for (const name of fields.value.split(/\W+/)) if (name) found.add(`${definition.name.value}.${name}`);
    }
  }
  return found;
}

function picked(row: object, fields: { kind: string; value?: unknown }): unknown {
  const [operation] = parse(`{ ${String(fields.value)} }`).definitions;
  return operation?.kind === Kind.OPERATION_DEFINITION ? pick(row, operation.selectionSet) : undefined;
}

function pick(value: unknown, set: SelectionSetNode | undefined): unknown {
  if (!set || value === null || value === undefined) return value ?? "nothing";
  if (Array.isArray(value)) return value.map((item) => pick(item, set));
  return Object.fromEntries(
    set.selections.map((one) =>
      one.kind === Kind.FIELD ? [one.name.value, pick((value as Row)[one.name.value], one.selectionSet)] : [],
    ),
  );
}
