import { composeServices } from "@apollo/composition";
import { printSubgraphSchema } from "@apollo/subgraph";
import { expect, test } from "@jest/globals";
import { parse } from "graphql";
import { healthAccess } from "../../../subgraphs/health-access/subgraph.ts";
import { protectionDirectives } from "../../../subgraphs/protection.ts";

const header = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", "@inaccessible"])
  @link(url: "${protectionDirectives.url}", import: ["@consent", "@public"])
  @composeDirective(name: "@consent") @composeDirective(name: "@public")
  ${protectionDirectives.definitions}`.replace('"@inaccessible"]', '"@inaccessible", "@composeDirective"]');

/** The neighbours this subgraph meets in the schema, as short as they can be. */
const owners = {
  "employment-contracts": `
    type Query { employmentContract(id: ID!): EmploymentContract }
    type EmploymentContract @key(fields: "id") @consent(category: CONTRACT_TERMS, purpose: CARE_ACCESS_COORDINATION) {
      id: ID! @public(reason: "An opaque identifier says nothing by itself.")
      linkedExtractId: ID @inaccessible @public(reason: "Used between sources only.")
    }`,
  consent: `
    type Query { me: Person }
    type Person @key(fields: "id") { id: ID! @public(reason: "x") grants: [ConsentGrant!] @public(reason: "x") }
    type Organization @key(fields: "id") { id: ID! @public(reason: "x") name: String @public(reason: "x") }
    type ConsentGrant @key(fields: "id") {
      id: ID! @public(reason: "x")
      resourceId: ID @inaccessible @public(reason: "Used between sources only.")
    }`,
  "social-services": `
    type Query { prescription(id: ID!): Prescription conventions: [Convention!] }
    type Prescription @key(fields: "id") { id: ID! @public(reason: "x") }
    scalar Date
    type Convention @key(fields: "id") @public(reason: "x") {
      id: ID!
      fundedOrganizationId: ID @inaccessible
      startsOn: Date!
      endsOn: Date!
    }`,
  "resource-directory": `type Query { careOffer(id: ID!): CareOffer } type CareOffer @key(fields: "id") { id: ID! @public(reason: "x") }`,
};

const compose = () =>
  composeServices([
    { name: healthAccess.name, typeDefs: parse(printSubgraphSchema(healthAccess.schema)) },
    ...Object.entries(owners).map(([name, types]) => ({ name, typeDefs: parse(`${header}\n${types}`) })),
  ]);

test("composes with those who own what it adds to, and shows no key of theirs", () => {
  const { errors, schema } = compose();
  expect(errors).toBeUndefined();
  const api = schema!.toAPISchema();
  const fieldsOf = (type: string) =>
    (api.type(type) as { fields(): { name: string }[] }).fields().map(({ name }) => name);
  expect(fieldsOf("EmploymentContract")).toEqual(expect.arrayContaining(["id", "planExtract"]));
  expect(fieldsOf("EmploymentContract")).not.toContain("linkedExtractId");
  expect(fieldsOf("ConsentGrant")).toEqual(expect.arrayContaining(["id", "planExtract"]));
  expect(fieldsOf("ConsentGrant")).not.toContain("resourceId");
  expect(fieldsOf("Person")).toEqual(expect.arrayContaining(["healthSupports", "planExtracts"]));
});

test("every value about a person carries its rule into the supergraph, and is nullable", () => {
  const { schema } = compose();
  const personal = [
    "HealthSupport",
    "SupportAct",
    "Diagnosis",
    "HealthActionPlan",
    "HealthActionPlanVersion",
    "PlanGoal",
    "PlanStep",
    "PlanConstraint",
    "PlanExtract",
    "PlanExtractLine",
    "PlanTransmission",
    "WorkshopRegistration",
  ];
  for (const name of personal) {
    const type = schema!.toGraphQLJSSchema().getType(name)! as unknown as {
      astNode: Marked;
      getFields(): Record<string, { astNode: Marked; type: unknown }>;
    };
    expect(marksOf(type.astNode)).toEqual(["consent"]);
    for (const [field, { astNode, type: fieldType }] of Object.entries(type.getFields())) {
      expect([name, field, marksOf(astNode)]).toEqual([name, field, [field === "id" ? "public" : "consent"]]);
      if (field !== "id")
        expect([name, field, String(fieldType)]).toEqual([name, field, expect.not.stringMatching(/!$/)]);
    }
  }
});

interface Marked {
  readonly directives?: readonly { readonly name: { readonly value: string } }[];
}
const marksOf = ({ directives = [] }: Marked) =>
  directives.map(({ name }) => name.value).filter((name) => name === "consent" || name === "public");
