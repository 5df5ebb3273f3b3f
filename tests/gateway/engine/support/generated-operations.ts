import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  parse,
  validate,
} from "graphql";
import { type Draw, draws } from "./draws.ts";
import type { Asked } from "./engines.ts";

/** How an operation leans: how many fields a selection has, and how often a selection asks for a type's name or splits. */
interface Leaning {
  readonly fields: number;
  readonly typenames: number;
  readonly fragments: number;
}
const leanings: readonly Leaning[] = [
  { fields: 4, typenames: 8, fragments: 12 },
  { fields: 3, typenames: 50, fragments: 12 },
  { fields: 3, typenames: 4, fragments: 45 },
  { fields: 9, typenames: 4, fragments: 8 },
];

/** Beyond so many selections nothing is asked any deeper: the planner would take seconds. */
const MOST_SELECTIONS = 40;

/** Names that mean something to the language, or elsewhere in the schema. */
const NAMES = ["constructor", "__proto__", "toString", "valueOf", "hasOwnProperty"];

/** Any valid operation over a schema: aliases, fragments, conditions, `__typename` and arguments drawn from a seed. */
export function generateOperation(schema: GraphQLSchema, seed: number, depth: number): Asked {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const asked = attemptOperation(schema, draws(seed * 51 + attempt), depth);
    if (validate(schema, parse(asked.query)).length === 0) return asked;
  }
  return { query: "{ __typename }" };
}

function attemptOperation(schema: GraphQLSchema, draw: Draw, deepest: number): Asked {
  const fragments: string[] = [];
  let aliases = 0;
  const chance = (percent: number) => draw(100) < percent;
  const leaning = leanings[draw(leanings.length)]!;
  const isChange = schema.getMutationType() !== undefined && schema.getMutationType() !== null && chance(40);
  const fieldNames = Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type) && !type.name.startsWith("__") ? Object.keys(type.getFields()) : [],
  );

  let left = MOST_SELECTIONS;
  const selections = (type: GraphQLNamedType, wanted: number): string => {
    const parts: string[] = [];
    left -= 1;
    const depth = left > 0 ? wanted : 0;
    const fields = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
    const count = 1 + draw(depth === deepest ? 4 : leaning.fields);
    for (let index = 0; index < count; index += 1) {
      if (fields.length === 0 || chance(leaning.typenames))
        parts.push(chance(30) ? `t${draw(3)}: __typename` : "__typename");
      else parts.push(field(fields[draw(fields.length)]!, depth));
      if (isCompositeType(type) && depth > 0 && chance(isAbstractType(type) ? 80 : leaning.fragments))
        parts.push(fragment(type, depth));
    }
    return parts.join(" ");
  };

  const condition = (): string =>
    chance(10) ? ` @${chance(50) ? "skip" : "include"}(if: ${["$on", "$off", "true", "false"][draw(4)]})` : "";

  const field = (one: GraphQLField<unknown, unknown>, depth: number): string => {
    const named = getNamedType(one.type as GraphQLOutputType);
    if (isCompositeType(named) && depth <= 0) return "__typename";
    const alias = chance(20) ? `${aliasName()}: ` : "";
    const args = one.args
      .filter(({ type, defaultValue }) => (isNonNullType(type) && defaultValue === undefined) || chance(70))
      .map(({ name, type }) => `${name}: ${argument(String(type))}`)
      .join(", ");
    const inner = isCompositeType(named) ? ` { ${selections(named, depth - 1)} }` : "";
    return `${alias}${one.name}${args ? `(${args})` : ""}${condition()}${inner}`;
  };

  const aliasName = (): string => {
    aliases += 1;
    if (chance(25)) return NAMES[draw(NAMES.length)]!;
    // Many fields of many types are called the same: a client may call any field like another.
    return chance(30) ? fieldNames[draw(fieldNames.length)]! : `a${aliases % 4 === 0 ? draw(4) : aliases}`;
  };

  const argument = (type: string): string => {
    if (type.startsWith("ID")) return chance(30) ? "$id" : `"${draw(7)}"`;
    if (type.startsWith("Int")) return chance(30) ? "$few" : String(draw(5));
    if (type.startsWith("[Int")) return chance(50) ? "[1, $few]" : "[]";
    if (type.startsWith("Boolean")) return ["$on", "$off", "true", "false"][draw(4)]!;
    if (type.startsWith("Wish")) return chance(50) ? "$wish" : '{ text: "a \\"quoted\\" word", deep: [$few, 2] }';
    return type.startsWith("Colour") ? ["RED", "GREEN"][draw(2)]! : '"x"';
  };

  const fragment = (type: GraphQLNamedType, depth: number): string => {
    const members = isAbstractType(type) ? [type, ...schema.getPossibleTypes(type)] : [type];
    const wider = isObjectType(type) ? type.getInterfaces() : [];
    const all: GraphQLNamedType[] = [...members, ...wider];
    const target = all[draw(all.length)]!;
    const inner = selections(target, depth - (chance(30) ? 0 : 1));
    if (chance(25)) {
      const name = `F${fragments.length}`;
      fragments.push("");
      fragments[Number(name.slice(1))] = `fragment ${name} on ${target.name} { ${inner} }`;
      return `...${name}${condition()}`;
    }
    return `... ${target === type && chance(50) ? "" : `on ${target.name}`}${condition()} { ${inner} }`;
  };

  const body = selections(isChange ? schema.getMutationType()! : schema.getQueryType()!, deepest);
  const text = [body, ...fragments].join(" ");
  const known = {
    $on: ["Boolean!", chance(50)],
    $off: ["Boolean! = false", chance(50) ? true : undefined],
    $id: ["ID!", String(draw(7))],
    $few: ["Int!", draw(9)],
    $wish: ["Wish", chance(50) ? { text: "é ' \"", deep: [draw(9)] } : undefined],
  } as const;
  const used = Object.entries(known).filter(([name]) => text.includes(name));
  const declared = used.map(([name, [type]]) => `${name}: ${type}`).join(", ");
  const variables = Object.fromEntries(
    used.flatMap(([name, [, value]]) => (value === undefined ? [] : [[name.slice(1), value]])),
  );
  const kind = isChange ? "mutation" : "query";
  return { query: `${kind} G${declared ? `(${declared})` : ""} { ${body} }\n${fragments.join("\n")}`, variables };
}
