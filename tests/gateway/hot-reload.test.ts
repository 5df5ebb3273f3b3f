import { rename, rm, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { sourceSchemas } from "./support/sources.ts";
import { compose, startWorld, type World } from "./support/world.ts";

let world: World;
beforeAll(async () => {
  // Nothing here is about slowness, and taking over a supergraph is work.
  world = await startWorld({ limits: { sourceTimeoutMs: 10_000, registryTimeoutMs: 10_000 } });
});
afterAll(() => world.close());

const without = (field: string): string =>
  compose({ ...sourceSchemas, places: sourceSchemas.places!.replace(field, "") });

const logsAfter = async (change: () => Promise<unknown>, pattern: RegExp): Promise<string> => {
  world.logged.length = 0;
  await change();
  for (let tries = 0; tries < 300; tries += 1) {
    const line = world.logged.find((one) => pattern.test(one));
    if (line) return line;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`No line of the log matches ${pattern}.`);
};

const askCity = () => world.ask("{ places { city } }");

test("a new supergraph takes over without a restart", async () => {
  expect((await askCity()).status).toBe(200);
  await logsAfter(() => writeFile(world.supergraphFile, without("city: String")), /is in force/);
  expect((await askCity()).status).toBe(400);
  await logsAfter(() => writeFile(world.supergraphFile, compose()), /is in force/);
  expect((await askCity()).status).toBe(200);
});

test("a file replaced by renaming another is seen", async () => {
  await writeFile(`${world.supergraphFile}.new`, without("city: String"));
  await logsAfter(() => rename(`${world.supergraphFile}.new`, world.supergraphFile), /is in force/);
  expect((await askCity()).status).toBe(400);
  await logsAfter(() => writeFile(world.supergraphFile, compose()), /is in force/);
});

test.each([
  ["half a file", () => compose().slice(0, 1_500)],
  ["an empty file", () => ""],
  ["no supergraph", () => "type Query { me: String }"],
  [
    "an unknown feature that must be understood",
    () =>
      compose().replace(
        "schema\n",
        'schema @link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY)\n',
      ),
  ],
])("%s leaves the old supergraph in force and says why in one line", async (_, text) => {
  const line = await logsAfter(() => writeFile(world.supergraphFile, text()), /not usable/);
  expect(line.split("\n").filter(Boolean)).toHaveLength(1);
  expect(JSON.parse(line).msg).toMatch(/what was in force stays: \S/);
  expect((await askCity()).status).toBe(200);
  await logsAfter(() => writeFile(world.supergraphFile, compose()), /is in force/);
});

test("a removed file leaves the old supergraph in force", async () => {
  await logsAfter(() => rm(world.supergraphFile), /cannot be read/);
  expect((await askCity()).status).toBe(200);
  await logsAfter(() => writeFile(world.supergraphFile, compose()), /is in force/);
});

test("no request fails while the supergraph is replaced again and again", async () => {
  let isOver = false;
  const statuses = new Set<number>();
  const asking = Promise.all(
    Array.from({ length: 4 }, async () => {
      while (!isOver) {
        const { status, body } = await world.ask("{ people(first: 2) { name plan { title } home { label } } }");
        statuses.add(body.errors ? 0 : status);
      }
    }),
  );
  for (let turn = 0; turn < 6; turn += 1) {
    await logsAfter(
      () => writeFile(world.supergraphFile, turn % 2 ? compose() : without("city: String")),
      /is in force/,
    );
  }
  isOver = true;
  await asking;
  expect([...statuses]).toEqual([200]);
});

test("a hub without any supergraph says so, and serves once there is one", async () => {
  const empty = await startWorld({ supergraph: "not a schema" });
  try {
    const refused = await empty.ask("{ places { id } }");
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "2"]);
    expect((await fetch(`${empty.url}/ready`)).status).toBe(503);
    expect((await fetch(`${empty.url}/live`)).status).toBe(200);
    await writeFile(empty.supergraphFile, compose());
    let status = 0;
    for (let tries = 0; status !== 200 && tries < 100; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      ({ status } = await empty.ask("{ places { id } }"));
    }
    expect(status).toBe(200);
    expect((await fetch(`${empty.url}/ready`)).status).toBe(200);
  } finally {
    await empty.close();
  }
});

test("closing lets a running request finish", async () => {
  const closing = await startWorld({ limits: { sourceTimeoutMs: 2_000 } });
  closing.sources.people!.rules.fault = async (reply) => {
    await new Promise((resolve) => setTimeout(resolve, 200));
    return reply.type("application/json").send('{"data":{"me":{"id":"amina"}}}');
  };
  const asking = closing.ask("{ me { id } }");
  while (closing.sources.people!.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const closed = closing.close();
  expect((await asking).body.data).toEqual({ me: { id: "amina" } });
  await closed;
  await expect(fetch(`${closing.url}/live`)).rejects.toThrow();
});
