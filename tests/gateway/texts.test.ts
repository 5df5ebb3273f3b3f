import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { startWorld, type World } from "./support/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const RENAME = "mutation ($id: ID!, $name: String!) { rename(id: $id, name: $name) { id } }";
const literal = (name: string) => `mutation { rename(id: "1", name: "${name}") { id } }`;

test.each([
  ["a variable with a null character", RENAME, { id: "1", name: "a\0b" }],
  ["a variable with half of a character", RENAME, { id: "\ud83d", name: "a" }],
  ["a text of the document with a null character", literal("\\u0000"), {}],
  ["an unused variable, however deep", "{ me { id } }", { other: [{ inner: ["\0"] }] }],
])("%s is refused before any source hears of it", async (_, query, variables) => {
  const { status, body } = await world.ask(query, { variables });
  expect([status, body.errors[0].extensions.code]).toEqual([400, "BAD_USER_INPUT"]);
  expect(Object.values(world.sources).flatMap(({ calls }) => calls)).toHaveLength(0);
});

test("any whole character is a text like another", async () => {
  const { body } = await world.ask(RENAME, { variables: { id: "1", name: "Zoé 🌉 محمد\n" } });
  expect(body.errors).toBeUndefined();
});

test("variables nested without end are refused, and no failure of the hub", async () => {
  let deep: unknown = "a";
  for (let level = 0; level < 1_000; level++) deep = [deep];
  const { status, body } = await world.ask("{ me { id } }", { variables: { deep } });
  expect([status, body.errors[0].extensions.code]).toEqual([400, "TOO_COMPLEX"]);
});
