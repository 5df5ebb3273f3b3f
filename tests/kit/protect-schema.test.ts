import { expect, test } from "@jest/globals";
import { buildSchema } from "graphql";
import { protectSchema } from "../../kit/protect-schema.ts";
import { protection } from "../../subgraphs/protection.ts";

const schemaWith = (abstract: string, type: string) =>
  buildSchema(`
    directive @consent(category: String!, purpose: String!) on FIELD_DEFINITION | OBJECT
    ${abstract}
    ${type}
    type Query { anything: Anything }`);

test.each([
  ["interface Anything { id: ID }", 'type Note implements Anything @consent(category: "A", purpose: "P") { id: ID }'],
  ["union Anything = Note", 'type Note @consent(category: "A", purpose: "P") { id: ID }'],
])("a schema in which %s hides a ruled type does not start", (abstract, type) => {
  expect(() => protectSchema(schemaWith(abstract, type), protection)).toThrow("Anything leads to Note");
});

test("an abstract type of unruled types starts", () => {
  expect(() => protectSchema(schemaWith("union Anything = Note", "type Note { id: ID }"), protection)).not.toThrow();
});

test("a rule without its words does not start", () => {
  const schema = buildSchema(`
    directive @consent(category: String, purpose: String) on FIELD_DEFINITION | OBJECT
    type Query { note: String @consent(category: "A") }`);
  expect(() => protectSchema(schema, protection)).toThrow('@consent needs its argument "purpose".');
});
