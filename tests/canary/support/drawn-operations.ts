import {
  astFromValue,
  type GraphQLArgument,
  type GraphQLObjectType,
  type GraphQLSchema,
  isRequiredArgument,
  print,
} from "graphql";
import { drawValue, type Supply } from "./drawn-values.ts";
import { coordinateOf, type Field, targetsOf } from "./type-roads.ts";

/** An operation as a client sends it, and the fields it names. */
export interface DrawnOperation {
  readonly query: string;
  readonly variables: Record<string, unknown>;
  readonly operationName?: string;
  readonly coordinates: ReadonlySet<string>;
}

/** What is being written, and how much more of it there may be. */
interface Writing {
  readonly supply: Supply;
  readonly schema: GraphQLSchema;
  readonly wanted: ReadonlySet<string>;
  readonly coordinates: Set<string>;
  readonly fragments: string[];
  readonly declarations: string[];
  readonly variables: Record<string, unknown>;
  fields: number;
  aliases: number;
}

const MOST_FIELDS = 250;
const MOST_ALIASES = 25;
/** A road may be this long; what is picked up beside it ends sooner. */
const BESIDE = 3;

/** Draws operations over one schema, with all a client may write. */
export function drawOperation(
  schema: GraphQLSchema,
  supply: Supply,
  road: readonly Field[],
  wanted: ReadonlySet<string>,
): DrawnOperation {
  const writing = begin(schema, supply, wanted);
  const selection = select(writing, schema.getQueryType()!, BESIDE, road);
  return finish(writing, "query", selection);
}

/** A change with a payload that is read as far as it goes. */
export function drawChange(schema: GraphQLSchema, supply: Supply): DrawnOperation {
  const writing = begin(schema, supply, new Set());
  const type = schema.getMutationType()!;
  const fields = Object.values(type.getFields());
  return finish(
    writing,
    "mutation",
    `{ ${field(writing, type, fields[supply.draw(fields.length)]!, BESIDE + 1, [])} }`,
  );
}

/** A reference to an entity, as one source is asked by the gateway for what another began. */
export function drawEntity(schema: GraphQLSchema, supply: Supply, type: GraphQLObjectType): DrawnOperation {
  const writing = begin(schema, supply, new Set());
  const { draw, ids } = supply;
  const known = ids.get(type.name) ?? [...ids.values()].flat();
  const any = () => [...ids.values()].flat()[draw([...ids.values()].flat().length)];
  writing.variables.refs = Array.from({ length: 1 + draw(4) }, () => ({
    __typename: type.name,
    id: known[draw(known.length)],
    ...(draw(2) === 0 ? { resourceId: any(), linkedExtractId: any(), personId: any(), organizationId: any() } : {}),
  }));
  writing.declarations.push("$refs: [_Any!]!");
  const selection = select(writing, type, BESIDE + 1, []);
  return finish(
    writing,
    "query",
    `{ _entities(representations: $refs) { __typename ... on ${type.name} ${selection} } }`,
  );
}

function begin(schema: GraphQLSchema, supply: Supply, wanted: ReadonlySet<string>): Writing {
  const lists = { coordinates: new Set<string>(), fragments: [], declarations: [], variables: {} };
  return { supply, schema, wanted, ...lists, fields: 0, aliases: 0 };
}

function finish(writing: Writing, kind: "query" | "mutation", selection: string): DrawnOperation {
  const { declarations, variables, coordinates, fragments, supply } = writing;
  const heads = declarations.length > 0 ? `(${declarations.join(", ")})` : "";
  const isOneOfSeveral = supply.draw(8) === 0;
  const others = isOneOfSeveral ? ["query Another { viewer { roles } }"] : [];
  const query = [`${kind} Drawn${heads} ${selection}`, ...others, ...fragments].join("\n");
  return { query, variables, coordinates, operationName: "Drawn" };
}

/** Some fields of a type, those on the road among them, in any of the forms a selection may have. */
function select(writing: Writing, type: GraphQLObjectType, depth: number, road: readonly Field[]): string {
  const { draw } = writing.supply;
  const [next] = road;
  const others = shuffled(writing, type).filter((one) => one !== next);
  const wanted = others.filter((one) => isWantedLeaf(writing, type, one));
  const chosen = new Set([...(next ? [next] : []), ...wanted, ...others.slice(0, 1 + draw(4))]);
  const written = [...chosen].flatMap((one) => {
    const isOnRoad = one === next;
    const isLeaf = targetsOf(writing.schema, one).length === 0;
    if (!isOnRoad && (writing.fields > MOST_FIELDS || (!isLeaf && depth <= 0))) return [];
    return [field(writing, type, one, depth, isOnRoad ? road.slice(1) : [])];
  });
  return `{ ${written.length > 0 ? inSomeForm(writing, type, written).join(" ") : "__typename"} }`;
}

const isWantedLeaf = ({ wanted, schema }: Writing, type: GraphQLObjectType, one: Field) =>
  wanted.has(coordinateOf(type, one)) && targetsOf(schema, one).length === 0;

function shuffled({ supply: { draw }, wanted }: Writing, type: GraphQLObjectType): Field[] {
  return Object.values(type.getFields())
    .map((one) => ({ one, rank: draw(1_000) - (wanted.has(coordinateOf(type, one)) ? 700 : 0) }))
    .sort((left, right) => left.rank - right.rank)
    .map(({ one }) => one);
}

/** Plain, within a fragment, by the name of one, or behind a condition that holds. */
function inSomeForm(writing: Writing, type: GraphQLObjectType, written: string[]): string[] {
  const { draw } = writing.supply;
  const inside = written.splice(draw(written.length));
  const body = inside.join(" ");
  const form = draw(6);
  if (form === 0) return [...written, `... on ${type.name} { ${body} }`];
  if (form === 1) {
    const name = `Part${writing.fragments.length}`;
    writing.fragments.push("");
    writing.fragments[Number(name.slice(4))] = `fragment ${name} on ${type.name} { ${body} }`;
    return [...written, `...${name}`];
  }
  if (form === 2) return [...written, `... @include(if: ${variable(writing, "Boolean!", true)}) { ${body} }`];
  return [...written, ...inside];
}

function field(writing: Writing, type: GraphQLObjectType, one: Field, depth: number, road: readonly Field[]): string {
  const { draw } = writing.supply;
  writing.fields += 1;
  writing.coordinates.add(coordinateOf(type, one));
  const isRenamed = draw(5) === 0 && writing.aliases < MOST_ALIASES;
  if (isRenamed) writing.aliases += 1;
  const alias = isRenamed ? `as${writing.aliases}: ` : "";
  const targets = targetsOf(writing.schema, one);
  const args = argumentsOf(writing, one, targets[0]);
  const [first, ...rest] = targets.map((target) => {
    const isOnRoad = road.length > 0 && Object.values(target.getFields()).includes(road[0]!);
    return { target, selection: select(writing, target, depth - 1, isOnRoad ? road : []) };
  });
  const selection =
    rest.length > 0
      ? `{ ${[first!, ...rest].map((each) => `... on ${each.target.name} ${each.selection}`).join(" ")} }`
      : (first?.selection ?? "");
  return `${alias}${one.name}${args} ${selection}`;
}

function argumentsOf(writing: Writing, { args }: Field, near?: GraphQLObjectType): string {
  const { supply } = writing;
  const given = args.filter((one) => isRequiredArgument(one) || supply.draw(3) === 0);
  if (given.length === 0) return "";
  return `(${given.map((one) => `${one.name}: ${argument(writing, one, near)}`).join(", ")})`;
}

function argument(writing: Writing, { name, type }: GraphQLArgument, near?: GraphQLObjectType): string {
  const value = drawValue(type, name, writing.supply, near);
  if (writing.supply.draw(2) === 0) return variable(writing, String(type), value);
  return print(astFromValue(value, type)!);
}

function variable(writing: Writing, type: string, value: unknown): string {
  const name = `v${writing.declarations.length}`;
  writing.declarations.push(`$${name}: ${type}`);
  writing.variables[name] = value;
  return `$${name}`;
}
