import { readFileSync } from "node:fs";
import {
  buildSchema,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLNamedType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredInputField,
} from "graphql";

const schema = buildSchema(readFileSync(new URL("../../schema/api.graphql", import.meta.url), "utf8"));

/** Values to fill inputs with, by name of the input field, or by `mutation.field` where one name means several things. */
export type Values = Readonly<Record<string, unknown>>;

/** One mutation with its input filled in and the object its payload would show. */
export interface FilledMutation {
  readonly name: string;
  readonly query: string;
  readonly input: Record<string, unknown>;
}

/** Every mutation of the hub, filled with `values` and with something fitting where they say nothing. */
export function fillMutations(values: Values): FilledMutation[] {
  return Object.values(schema.getMutationType()!.getFields()).map(({ name, args, type }) => {
    const payload = getNamedType(type) as unknown as GraphQLInputObjectType;
    const objects = Object.values(payload.getFields()).filter((field) => field.name !== "userErrors");
    const inputType = getNamedType(args[0]!.type) as GraphQLInputObjectType;
    return {
      name,
      input: fill(inputType, name, values),
      query: `mutation ($input: ${inputType.name}!) { ${name}(input: $input) { ${objects.map(({ name: object, type: shown }) => `${object}${selectionOf(getNamedType(shown))}`).join(" ")} userErrors { code message field } } }`,
    };
  });
}

const selectionOf = (type: GraphQLNamedType): string =>
  isObjectType(type) ? ` { ${"id" in type.getFields() ? "id" : "__typename"} }` : "";

function fill(type: GraphQLInputObjectType, mutation: string, values: Values): Record<string, unknown> {
  const entries = Object.values(type.getFields()).flatMap((field) => {
    const given = values[`${mutation}.${field.name}`] ?? values[field.name];
    if (given !== undefined) return [[field.name, given] as const];
    return isRequiredInputField(field) ? [[field.name, fitting(field.type, mutation, values)] as const] : [];
  });
  return Object.fromEntries(entries);
}

function fitting(type: GraphQLInputType, mutation: string, values: Values): unknown {
  if (isNonNullType(type)) return fitting(type.ofType, mutation, values);
  if (isListType(type)) return [fitting(type.ofType, mutation, values)];
  if (isInputObjectType(type)) return fill(type, mutation, values);
  if (isEnumType(type)) return type.getValues()[0]!.name;
  const byScalar: Record<string, unknown> = {
    Int: 1,
    Float: 1,
    Boolean: false,
    Date: "2026-11-20",
    DateTime: "2027-02-01T00:00:00Z",
    String: "text",
  };
  if (!(type.name in byScalar)) throw new Error(`Say what ${mutation} is to receive for an ${type.name}.`);
  return byScalar[type.name];
}
