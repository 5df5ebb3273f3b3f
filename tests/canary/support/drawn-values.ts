import { randomUUID } from "node:crypto";
import {
  type GraphQLInputType,
  type GraphQLObjectType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from "graphql";
import type { Draw } from "../../gateway/engine/support/draws.ts";

/** What arguments are drawn from. */
export interface Supply {
  readonly draw: Draw;
  readonly ids: ReadonlyMap<string, readonly string[]>;
  /** Cursors that answers gave. */
  readonly cursors: readonly string[];
}

const pick = <Item>(draw: Draw, items: readonly Item[]): Item => items[draw(items.length)]!;
const SCALARS: Record<string, readonly unknown[]> = {
  Int: [1, 2, 7, 50],
  Float: [1, 0.5, 35],
  Boolean: [true, false],
  Date: ["2026-11-20", "2027-02-01"],
  // A period lies between two.
  DateTime: ["2025-02-01T00:00:00Z", "2027-02-01T00:00:00Z"],
  String: ["besan", "x", "", "25"],
};

/** A value that fits the type of an argument, or an input field, of that name. */
export function drawValue(type: GraphQLInputType, name: string, supply: Supply, near?: GraphQLObjectType): unknown {
  const { draw } = supply;
  if (isNonNullType(type)) return drawValue(type.ofType, name, supply, near);
  if (isListType(type)) return Array.from({ length: 1 + draw(2) }, () => drawValue(type.ofType, name, supply, near));
  if (isEnumType(type)) return pick(draw, type.getValues()).name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter((field) => isRequiredInputField(field) || draw(3) === 0);
    return Object.fromEntries(fields.map((field) => [field.name, drawValue(field.type, field.name, supply)]));
  }
  if (type.name === "ID") return drawId(name, supply, near);
  if (name === "first") return 1 + draw(50);
  if (name === "after") return draw(4) > 0 && supply.cursors.length > 0 ? pick(draw, supply.cursors) : "nowhere";
  return pick(draw, SCALARS[type.name] ?? ["x"]);
}

/** Mostly of the kind that is asked for, else of another, of nobody, or no identifier at all. */
function drawId(name: string, { draw, ids }: Supply, near?: GraphQLObjectType): unknown {
  // What a client chooses itself names a record of its own from then on: with another's it would be told as that one.
  if (name === "requestKey") return randomUUID();
  const kind = near && ids.has(near.name) ? near.name : `${name[0]!.toUpperCase()}${name.slice(1)}`;
  const fitting = ids.get(kind) ?? [...ids.values()].flat();
  const chance = draw(20);
  if (chance < 16) return pick(draw, fitting);
  if (chance < 18) return pick(draw, [...ids.values()].flat());
  return chance === 18 ? randomUUID() : "' or '1'='1";
}
