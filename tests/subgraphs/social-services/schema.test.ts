import { composeServices } from "@apollo/composition";
import { printSubgraphSchema } from "@apollo/subgraph";
import { describe, expect, test } from "@jest/globals";
import { isEnumType, isInputObjectType, isObjectType, isScalarType, parse } from "graphql";
import { socialServices } from "../../../subgraphs/social-services/subgraph.ts";

const { schema } = socialServices;
const types = Object.values(schema.getTypeMap()).filter(({ name }) => !/^(_|link__)/.test(name));
const ownTypes = types.filter((type) => isObjectType(type) || isInputObjectType(type) || isEnumType(type));
const rules = (element: { astNode?: { directives?: readonly { name: { value: string } }[] } | null }) =>
  (element.astNode?.directives ?? []).map(({ name }) => name.value).filter((name) => /^(consent|public)$/.test(name));

describe("the schema of social services", () => {
  test("composes", () => {
    const typeDefs = parse(printSubgraphSchema(schema));
    const { errors } = composeServices([{ name: socialServices.name, url: "http://social-services", typeDefs }]);
    expect(errors).toBeUndefined();
  });

  test("puts a rule on every field of every object, one the person decides or a reason why none is needed", () => {
    const roots = [schema.getQueryType(), schema.getMutationType()];
    const bare = types
      .filter((type) => isObjectType(type) && !roots.includes(type) && !rules(type).includes("public"))
      .flatMap((type) => (isObjectType(type) ? Object.values(type.getFields()).map((field) => ({ type, field })) : []))
      .filter(({ field }) => rules(field).length !== 1)
      .map(({ type, field }) => `${type.name}.${field.name}`);
    expect(bare).toEqual([]);
  });

  test("never promises a value that consent may take away", () => {
    const promised = types
      .flatMap((type) => (isObjectType(type) ? Object.values(type.getFields()) : []))
      .filter((field) => rules(field).includes("consent") && String(field.type).endsWith("!"));
    expect(promised).toEqual([]);
  });

  test("describes every type, field, argument and value in one sentence", () => {
    const bare: string[] = [];
    const look = (path: string, description: string | null | undefined) => {
      if (!description?.endsWith(".")) bare.push(path);
    };
    for (const type of ownTypes) {
      if (type !== schema.getQueryType() && type !== schema.getMutationType()) look(type.name, type.description);
      if (isEnumType(type)) for (const value of type.getValues()) look(`${type.name}.${value.name}`, value.description);
      if (!isObjectType(type) && !isInputObjectType(type)) continue;
      for (const field of Object.values(type.getFields())) {
        if (field.name.startsWith("_")) continue;
        look(`${type.name}.${field.name}`, field.description);
        if ("args" in field)
          for (const argument of field.args) look(`${type.name}.${field.name}(${argument.name})`, argument.description);
      }
    }
    expect(bare.filter((path) => !isScalarType(schema.getType(path)))).toEqual([]);
  });
});
