import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { readGatewayConfiguration } from "../../gateway/configuration.ts";
import { startWorld, type World } from "./support/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld({ engine: "passerelle" });
});
afterAll(() => world.close());

test("an alias cannot stand in for a hidden field that another source requires", async () => {
  const { body } = await world.ask("{ me { careReference: name plan { title } } }");
  expect(body).toMatchObject({ data: { me: { careReference: "Name of amina", plan: { title: "Plan care-amina" } } } });
});

test("with the planner's engine such an alias is refused before anything is asked", async () => {
  const stock = await startWorld({ engine: "stock" });
  stock.sources.people!.calls.length = 0;
  const operations = [
    "{ me { careReference: name plan { title } } }",
    "{ me { id: name } }",
    "{ me { ...Spread } } fragment Spread on Person { ... { careReference: name } }",
  ];
  for (const operation of operations) {
    const { status, body } = await stock.ask(operation);
    expect([status, body.errors[0].extensions.code, body.data]).toEqual([400, "BAD_USER_INPUT", undefined]);
  }
  expect(stock.sources.people!.calls).toHaveLength(0);
  const { body } = await stock.ask("{ me { called: name name: name } }");
  expect(body.data).toEqual({ me: { called: "Name of amina", name: "Name of amina" } });
  await stock.close();
});

test("a client's arguments cannot stand in for those with which another source requires a field", async () => {
  const { body } = await world.ask('{ me { height(unit: "furlong") dose } }');
  expect(body).toMatchObject({ data: { me: { height: "180 furlong", dose: "For 180 cm" } } });
});

const MISLEADING = [
  '{ me { height(unit: "furlong") dose } }',
  "{ me { height dose } }",
  '{ me { height: height(unit: "furlong") dose } }',
  '{ me { ...Spread dose } } fragment Spread on Person { ... { height(unit: "furlong") } }',
];

test("with the planner's engine such a field is refused before anything is asked, and an alias is the way", async () => {
  const stock = await startWorld({ engine: "stock" });
  stock.sources.people!.calls.length = 0;
  for (const operation of MISLEADING) {
    const { status, body } = await stock.ask(operation);
    expect([status, body.errors[0].extensions.code, body.data]).toEqual([400, "BAD_USER_INPUT", undefined]);
    expect(body.errors[0].message).toContain('Ask for "height" under an alias');
  }
  expect(stock.sources.people!.calls).toHaveLength(0);
  const { body } = await stock.ask('{ me { tall: height(unit: "furlong") dose } }');
  expect(body.data).toEqual({ me: { tall: "180 furlong", dose: "For 180 cm" } });
  await stock.close();
});

test("a question about the schema opens no way for a client's arguments either", async () => {
  world.sources.people!.calls.length = 0;
  for (const operation of MISLEADING) {
    const { status, body } = await world.ask(operation.replace("{", '{ __type(name: "Person") { name }'));
    expect([status, body.errors[0].extensions.code, body.data]).toEqual([400, "BAD_USER_INPUT", undefined]);
  }
  expect(world.sources.people!.calls).toHaveLength(0);
});

test("a person met twice is named to a source once", async () => {
  world.sources.care!.calls.length = 0;
  const { body } = await world.ask("{ people(first: 3) { friends { steps } } }");
  expect(body.data.people.map(({ friends }: { friends: unknown[] }) => friends.length)).toEqual([2, 2, 2]);
  expect(world.sources.care!.calls.length).toBe(1);
});

test("what a source tells of one person is never shown as another's", async () => {
  world.sources.care!.rules.fault = (reply, operation) => {
    const [, key = ""] = /(\w+):id\b/.exec(operation) ?? [];
    const told = ["bruno", "chloe"].map((id) => ({ [key]: id, steps: [`Step of ${id}`] }));
    return Promise.resolve(reply.send({ data: { _entities: told } }));
  };
  const { body } = await world.ask("{ people(first: 2) { steps } }");
  delete world.sources.care!.rules.fault;
  expect(body.data).toEqual({ people: [{ steps: null }, { steps: null }] });
  const refusals = body.errors.map(({ path, extensions }: { path: unknown; extensions: Record<string, unknown> }) => [
    path,
    extensions.code,
    extensions.source,
  ]);
  expect(refusals).toEqual([0, 1].map((place) => [["people", place, "steps"], "SOURCE_INVALID", "care"]));
  expect(body.extensions.sources.care).toBe("invalid");
});

test("questions about the schema are still answered, beside fields of sources too", async () => {
  const { body } = await world.ask('{ __type(name: "Person") { name } me { name } }');
  expect(body.data).toEqual({ __type: { name: "Person" }, me: { name: "Name of amina" } });
});

test("a question about the schema opens no way for an alias to stand in for a field", async () => {
  const { status, body } = await world.ask(
    '{ __type(name: "Person") { name } me { careReference: name plan { title } } }',
  );
  expect([status, body.errors[0].extensions.code, body.data]).toEqual([400, "BAD_USER_INPUT", undefined]);
  const { body: alone } = await world.ask('{ person: __type(name: "Person") { called: name } }');
  expect(alone.data).toEqual({ person: { called: "Person" } });
});

test("the engine is chosen by the environment, from two", () => {
  const complete = {
    PEERS: "consent=http://a.test",
    OIDC_ISSUERS: "pro=https://i.test",
    OIDC_AUDIENCE: "hub",
    WITHDRAWALS_FOLDER: "/var/lib/hub",
  };
  expect(readGatewayConfiguration(complete).ENGINE).toBe("passerelle");
  expect(readGatewayConfiguration({ ...complete, ENGINE: "stock" }).ENGINE).toBe("stock");
  expect(() => readGatewayConfiguration({ ...complete, ENGINE: "other" })).toThrow(
    /^ENGINE must be passerelle or stock/,
  );
});
