import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { faults } from "./support/faults.ts";
import { startWorld, type World } from "./support/world.ts";

const RENAME = "mutation Rename($id: ID!, $name: String!) { rename(id: $id, name: $name) { name } }";
const variables = { id: "amina", name: "New" };

describe.each(["stock", "passerelle"] as const)("with the %s engine", (engine) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ engine });
  });
  afterAll(() => world?.close());
  beforeEach(() => {
    delete world.sources.people!.rules.fault;
    for (const { calls } of Object.values(world.sources)) calls.length = 0;
  });

  const send = (key: string, question: Parameters<World["ask"]>[1] = {}, query = RENAME) =>
    world.ask(query, { variables, ...question, headers: { "idempotency-key": key } });
  const received = () => world.sources.people!.calls.map(({ claims }) => claims.idempotency);

  test("the key of a change reaches its source, signed with a hash of what was asked", async () => {
    await send("8e03978e-40d5-43dd-bc93-6894a57f9324");
    const [idempotency] = received();
    expect(idempotency!.key).toBe("8e03978e-40d5-43dd-bc93-6894a57f9324");
    expect(idempotency!.content).toMatch(/^[\w-]{43}$/);
  });

  test("the same content has the same hash, however it is written; another has another", async () => {
    const body = { query: RENAME, variables: { name: "New", id: "amina" } };
    await send("k");
    await send("k", body);
    await send("k", { variables: { id: "amina", name: "Newer" } });
    await send("k", { operationName: "Rename" });
    await send("k", { operationName: "Rename" }, `${RENAME} query Other { me { name } }`);
    const hashes = received().map((one) => one!.content);
    expect(hashes[1]).toBe(hashes[0]);
    expect(new Set(hashes).size).toBe(hashes.length - 1);
  });

  test.each([
    ["as most send it", "abc-123", "abc-123"],
    ["as a structured field writes a text", '"abc-123"', "abc-123"],
    ["with what must be escaped in one", '"a\\"b\\\\c"', 'a"b\\c'],
    ["of 255 characters", "k".repeat(255), "k".repeat(255)],
  ])("a key is read %s", async (_how, sent, key) => {
    await send(sent);
    expect(received()[0]!.key).toBe(key);
  });

  test.each([
    ["empty", ""],
    ["of 256 characters", "k".repeat(256)],
    ["with a space", "a b"],
    ["beyond ASCII", "clé"],
    ["with an unclosed quote", '"abc'],
    ["with nothing between its quotes", '""'],
    ["with parameters", '"abc";a=1'],
  ])("a key %s is refused and nothing is asked", async (_how, key) => {
    const { status, body } = await send(key);
    expect([status, body.errors[0].extensions.code]).toEqual([400, "BAD_USER_INPUT"]);
    expect(body.errors[0].message).toContain("Idempotency-Key");
    expect(received()).toEqual([]);
  });

  test("a key sent twice is refused, also when both are the same", async () => {
    const { hostname, port } = new URL(world.url);
    const headers = {
      "content-type": "application/json",
      authorization: `Bearer ${await world.issuer.sign()}`,
      "idempotency-key": ["abc", "abc"],
    };
    const asked = request({ hostname, port, path: "/graphql", method: "POST", headers });
    asked.end(JSON.stringify({ query: RENAME, variables }));
    const answer = await new Promise<IncomingMessage>((resolve) => asked.once("response", resolve));
    expect(answer.statusCode).toBe(400);
    expect(await text(answer)).toContain("BAD_USER_INPUT");
    expect(received()).toEqual([]);
  });

  test("a query may carry a key, which no source is told", async () => {
    const { body } = await world.ask("{ me { name } }", { headers: { "idempotency-key": "abc" } });
    expect(body).toMatchObject({ data: { me: { name: "Name of amina" } } });
    expect(received()).toEqual([null]);
  });

  test("only under a key is it safe to send a change of unknown outcome again", async () => {
    world.sources.people!.rules.fault = faults["cuts the connection"];
    const retryable = async (headers: Record<string, string>) => {
      const { body } = await world.ask(RENAME, { variables, headers });
      return [body.errors[0].extensions.code, body.errors[0].extensions.retryable];
    };
    expect(await retryable({})).toEqual(["OUTCOME_UNKNOWN", false]);
    expect(await retryable({ "idempotency-key": "abc" })).toEqual(["OUTCOME_UNKNOWN", true]);
  });

  test("no key is logged", async () => {
    await send("her-name-2026");
    expect(world.logged.join("")).not.toContain("her-name-2026");
  });
});

test("pages of allowed origins may send a key", async () => {
  const world = await startWorld({ allowedOrigins: ["https://app.example.fr"] });
  const { headers } = await fetch(`${world.url}/graphql`, {
    method: "OPTIONS",
    headers: { origin: "https://app.example.fr", "access-control-request-method": "POST" },
  });
  expect(headers.get("access-control-allow-headers")).toContain("idempotency-key");
  await world.close();
});
