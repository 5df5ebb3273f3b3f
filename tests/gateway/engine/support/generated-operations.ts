import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  parse,
  validate,
} from "graphql";
import type { Asked } from "./engines.ts";

type Draw = (below: number) => number;

/** The same numbers for the same seed (mulberry32). */
export function draws(seed: number): Draw {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const FIELDS = 4;

/** Any valid operation over a schema: aliases, fragments, conditions, `__typename` and arguments drawn from a seed. */
export function generateOperation(schema: GraphQLSchema, seed: number, depth: number): Asked {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const asked = attemptOperation(schema, draws(seed * 51 + attempt), depth);
    if (validate(schema, parse(asked.query)).length === 0) return asked;
  }
  return { query: "{ __typename }" };
}

function attemptOperation(schema: GraphQLSchema, draw: Draw, deepest: number): Asked {
  const fragments: string[] = [];
  let aliases = 0;
  const chance = (percent: number) => draw(100) < percent;

  const selections = (type: GraphQLNamedType, depth: number): string => {
    const parts: string[] = [];
    const fields = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
    const count = 1 + draw(FIELDS);
    for (let index = 0; index < count; index += 1) {
      if (fields.length === 0 || chance(8)) parts.push(chance(30) ? `t${draw(3)}: __typename` : "__typename");
      else parts.push(field(fields[draw(fields.length)]!, depth));
      if (isCompositeType(type) && depth > 0 && chance(isAbstractType(type) ? 80 : 12))
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
    const args = one.args.map(({ name, type }) => `${name}: ${argument(String(type))}`).join(", ");
    const inner = isCompositeType(named) ? ` { ${selections(named, depth - 1)} }` : "";
    return `${alias}${one.name}${args ? `(${args})` : ""}${condition()}${inner}`;
  };

  const aliasName = (): string => {
    aliases += 1;
    const names = ["constructor", "__proto__", "toString", "valueOf", "hasOwnProperty"];
    return chance(25) ? names[draw(names.length)]! : `a${aliases % 4 === 0 ? draw(4) : aliases}`;
  };

  const argument = (type: string): string => {
    if (type.startsWith("ID")) return chance(30) ? "$id" : `"${draw(7)}"`;
    if (type.startsWith("Int")) return String(draw(5));
    return type.startsWith("Colour") ? "RED" : '"x"';
  };

  const fragment = (type: GraphQLNamedType, depth: number): string => {
    const members = isAbstractType(type) ? [type, ...schema.getPossibleTypes(type)] : [type];
    const wider = isObjectType(type) ? type.getInterfaces() : [];
    const all: GraphQLNamedType[] = [...members, ...wider];
    const target = all[draw(all.length)]!;
    const inner = selections(target, depth - (chance(50) ? 1 : 0));
    if (chance(25)) {
      const name = `F${fragments.length}`;
      fragments.push("");
      fragments[Number(name.slice(1))] = `fragment ${name} on ${target.name} { ${inner} }`;
      return `...${name}${condition()}`;
    }
    return `... ${target === type && chance(50) ? "" : `on ${target.name}`}${condition()} { ${inner} }`;
  };

  const body = selections(schema.getQueryType()!, deepest);
  const text = [body, ...fragments].join(" ");
  const declared = [
    ...(text.includes("$on") ? ["$on: Boolean!"] : []),
    ...(text.includes("$off") ? ["$off: Boolean = false"] : []),
    ...(text.includes("$id") ? ["$id: ID!"] : []),
  ].map((one) => one.replace("Boolean = false", "Boolean! = false"));
  const query = `query G${declared.length ? `(${declared.join(", ")})` : ""} { ${body} }\n${fragments.join("\n")}`;
  return { query, variables: { on: chance(50), id: String(draw(7)), ...(chance(50) ? { off: true } : {}) } };
}
