import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { defaultBudgets } from "../../gateway/budgets.ts";
import { defaultLimits } from "../../gateway/limits.ts";
import type { PlanWeight } from "../../gateway/plan-weight.ts";
import { readStoredOperations } from "../schema/support/stored-operations.ts";
import { weigher } from "./support/weighed.ts";
import { compose } from "./support/world.ts";

let weigh: (query: string) => PlanWeight;
beforeAll(async () => {
  weigh = await weigher(compose());
});

/** Each sum is written as the plan is read: the request, then call by call, calls at 10 and objects at 1. */
const examples: [string, query: string, variables: object, cost: number][] = [
  ["nothing asked of a source", "{ __typename }", {}, 5],
  ["one object", "{ me { id name } }", {}, 5 + (10 + 1)],
  ["scalars cost no more than their object", "{ me { name } }", {}, 5 + (10 + 1)],
  ["a list nobody sizes", "{ places { id } }", {}, 5 + (10 + 10)],
  ["a page written out", "{ people(first: 3) { id } }", {}, 5 + (10 + 3)],
  ["a page by variable", "query ($n: Int) { people(first: $n) { id } }", { n: 7 }, 5 + (10 + 7)],
  ["a page by the variable's default", "query ($n: Int = 4) { people(first: $n) { id } }", {}, 5 + (10 + 4)],
  ["a variable nobody gives", "query ($n: Int) { people(first: $n) { id } }", {}, 5 + (10 + 10)],
  ["a size below nothing", "query ($n: Int) { people(first: $n) { id } }", { n: -50 }, 5 + 10],
  ["lists inside lists", "{ people(first: 3) { friends { friends { id } } } }", {}, 5 + (10 + 3 + 30 + 300)],
  ["two sources", "{ people(first: 3) { plan { title } } }", {}, 5 + (10 + 3) + (10 + 3 + 3)],
  ["the same field twice is asked once", "{ me { id } me { id } }", {}, 5 + (10 + 1)],
  ["an alias is asked apart", "{ a: me { id } b: me { id } }", {}, 5 + (10 + 1 + 1)],
  ["a fragment is what it holds", "{ me { ...F } } fragment F on Person { friends { id } }", {}, 5 + (10 + 1 + 10)],
  ["a change", 'mutation { rename(id: "amina", name: "A") { id } }', {}, 5 + (10 + 10 + 1)],
  [
    "three sources and a list of their own",
    "{ people(first: 3) { name plan { goals { label } } steps home { label } } places { id } }",
    {},
    5 + (10 + 3 + 3) + (10 + 3 + 3 + 30) + (10 + 3) + (10 + 10),
  ],
  [
    "a list of several types",
    "{ search { ... on Person { home { id } } ... on Place { id } } }",
    {},
    5 + (10 + 10 + 10),
  ],
];
test.each(examples)("%s costs what its plan asks for: %s", (_, query, variables, cost) => {
  expect(weigh(query).cost(variables as Record<string, unknown>)).toBe(cost);
});

test("a call the values of a request leave out costs nothing", () => {
  const { cost } = weigh("query ($isWanted: Boolean! = true) { me { id plan @include(if: $isWanted) { title } } }");
  expect([cost({ isWanted: true }), cost({ isWanted: false }), cost({})]).toEqual([28, 16, 28]);
});

test("a page of a connection counts its edges, and no list further inside", async () => {
  const connected = await weigher(
    compose({
      shop: `type Query { things(first: Int! = 20): ThingConnection }
        type ThingConnection { edges: [ThingEdge!]! totalCount: Int! pageInfo: PageInfo! }
        type PageInfo { hasNextPage: Boolean! } type ThingEdge { node: Thing }
        type Thing { id: ID! parts: [Thing!] }`,
    }),
  );
  const all = "edges { node { id } } pageInfo { hasNextPage }";
  const page = (first: number) => 5 + 10 + 1 + first + first + 1;
  expect(connected(`{ things { ${all} } }`).cost({})).toBe(page(20));
  expect(connected(`{ things(first: 50) { ${all} } }`).cost({})).toBe(page(50));
  expect(connected(`query ($n: Int!) { things(first: $n) { ${all} } }`).cost({ n: 2 })).toBe(page(2));
  expect(connected("{ things(first: 2) { edges { node { parts { id } } } } }").cost({})).toBe(5 + 10 + 1 + 2 + 2 + 20);
});

describe("identifiers looked up under a consent rule", () => {
  test.each<[string, string, object, string[]]>([
    ["an argument written out", '{ person(id: "amina") { id } }', {}, ["amina"]],
    ["a variable", "query ($id: ID!) { person(id: $id) { id } }", { id: "bruno" }, ["bruno"]],
    [
      "several, each once",
      '{ a: person(id: "amina") { id } b: person(id: "bruno") { id } c: person(id: "amina") { name } }',
      {},
      ["amina", "bruno"],
    ],
    ["of a change", 'mutation { rename(id: "amina", name: "A") { id } }', {}, ["amina"]],
    ["a number is an identifier too", "query ($id: ID!) { person(id: $id) { id } }", { id: 7 }, ["7"]],
    ["none in a source without a rule", '{ place(id: "town-hall") { id } }', {}, []],
    ["none in texts", 'mutation { rename(id: "x", name: "amina") { id } }', {}, ["x"]],
    ["none without arguments", "{ me { name } }", {}, []],
  ])("%s", (_, query, variables, expected) => {
    expect([...weigh(query).lookups(variables as Record<string, unknown>)].sort()).toEqual(expected);
  });

  test("are found inside inputs and lists, at any depth", async () => {
    const nested = await weigher(
      compose({
        people: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@composeDirective"])
          @link(url: "https://hub.test/consent/v1.0", import: ["@consent"]) @composeDirective(name: "@consent")
          directive @consent(category: String!, purpose: String!) on FIELD_DEFINITION | OBJECT
          input Wish { person: ID note: String among: [ID!] next: Wish }
          type Query { find(wish: Wish): Found } type Found { name: String @consent(category: "A", purpose: "B") }`,
      }),
    );
    const wish = { person: "a", note: "not me", among: ["b", "c"], next: { person: "d", next: null } };
    expect(nested("query ($wish: Wish) { find(wish: $wish) { name } }").lookups({ wish })).toEqual([
      "a",
      "b",
      "c",
      "d",
    ]);
    expect(
      nested('query ($id: ID) { find(wish: { among: "x", next: { person: $id } }) { name } }').lookups({ id: "y" }),
    ).toEqual(["x", "y"]);
  });
});

describe("what is in use", () => {
  test("costs what the decision about costs tells of its example", async () => {
    const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), "utf8");
    const [query] = /(?<=```graphql\n).*?(?=```)/s.exec(await read("docs/life-of-a-query.md"))!;
    const [sum] = /(?<=```\n).*?(?=```)/s.exec(
      await read("docs/decisions/0014-an-operation-costs-what-its-plan-asks.md"),
    )!;
    const products = sum.replace(/ {3,}[a-z].*/g, "").match(/\d+(?: × \d+)*/g)!;
    const total = products.map((one) => one.split(" × ").reduce((all, part) => all * Number(part), 1));
    const weighHub = await weigher(await read("schema/supergraph.graphql"));
    expect(total.reduce((all, one) => all + one, 0)).toBe(weighHub(query).cost({}));
  });

  test("costs less than half of what one operation may, at the largest page", async () => {
    const supergraph = await readFile(new URL("../../schema/supergraph.graphql", import.meta.url), "utf8");
    const weighHub = await weigher(supergraph);
    const costs = [...readStoredOperations().values()].map(({ path, text }) => ({
      path,
      cost: weighHub(text).cost({ first: defaultLimits.listSize }),
    }));
    expect(costs.filter(({ cost }) => cost >= defaultLimits.cost / 2)).toEqual([]);
    // Or nothing was weighed.
    expect(Math.max(...costs.map(({ cost }) => cost))).toBeGreaterThan(1_500);
  });

  test("can be paid from a full budget, and an account's from its application's", () => {
    expect(defaultBudgets.actorCostPerMinute).toBeGreaterThanOrEqual(defaultLimits.cost);
    expect(defaultBudgets.costPerMinute).toBeGreaterThan(defaultBudgets.actorCostPerMinute);
    expect(defaultBudgets.actorLookupsPerMinute).toBeGreaterThan(defaultLimits.lookups);
    expect(defaultBudgets.lookupsPerMinute).toBeGreaterThan(defaultBudgets.actorLookupsPerMinute);
  });
});
