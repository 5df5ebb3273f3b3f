import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { faults } from "./support/faults.ts";
import { startWorld, type World } from "./support/world.ts";

const closing: (() => Promise<unknown>)[] = [];
let world: World;
beforeAll(async () => {
  world = await startWorld({ limits: { breakerFailures: 3 }, telling: { drainMs: 1_500 } });
});
afterAll(() => world.close());
afterEach(async () => {
  world.peers.consent = world.registry.url;
  for (const close of closing.splice(0)) await close();
});

const ready = async (url = world.url) => {
  const answer = await fetch(`${url}/ready`);
  const text = await answer.text();
  return { status: answer.status, text, body: JSON.parse(text) };
};

/** Puts a server of the test in the registry's place. */
async function replaceRegistry(answer: (response: ServerResponse) => void): Promise<void> {
  const server = createServer((_request, response) => answer(response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  world.peers.consent = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  closing.push(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  );
}

const json = (status: number, content: object) => (response: ServerResponse) =>
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(content));
const databaseSays = (reason: string) =>
  json(503, { status: "unavailable", checks: { database: { status: "unavailable", reason } } });

test("a hub that has all it needs is ready, and alive", async () => {
  const { status, body } = await ready();
  expect([status, body]).toEqual([
    200,
    { status: "ok", checks: { process: { status: "ok" }, supergraph: { status: "ok" }, registry: { status: "ok" } } },
  ]);
  expect((await fetch(`${world.url}/live`)).status).toBe(200);
});

describe("without the registry the hub is degraded, says why, and still serves what is under no rule", () => {
  const causes: [string, (response: ServerResponse) => void, string][] = [
    ["that does not answer in time", () => {}, "REGISTRY_SLOW"],
    ["that breaks off", (response) => response.destroy(), "REGISTRY_DOWN"],
    ["whose database is down", databaseSays("DATABASE_DOWN"), "DATABASE_DOWN"],
    ["that still migrates", databaseSays("MIGRATING"), "MIGRATING"],
    ["that stops", databaseSays("SHUTTING_DOWN"), "SHUTTING_DOWN"],
    ["that says what is not for others", databaseSays("connect ECONNREFUSED 10.0.0.7:5432"), "REGISTRY_DOWN"],
    ["that answers junk", (response) => void response.writeHead(503).end("<html>secret</html>"), "REGISTRY_DOWN"],
  ];
  test.each(causes)("a registry %s", async (_title, answer, reason) => {
    await replaceRegistry(answer);
    const { status, body, text } = await ready();
    expect([status, body.status, body.degraded]).toEqual([200, "degraded", ["consent"]]);
    expect(body.checks.registry).toEqual({ status: "unavailable", reason });
    expect(text).not.toMatch(/ECONN|127\.0|10\.0|http|secret|html/);
    const { body: answered } = await world.ask("{ places { id } people { name } }");
    expect([answered.data.places.length, answered.data.people]).toEqual([2, null]);
    expect((await fetch(`${world.url}/live`)).status).toBe(200);
  });
});

test("without a supergraph the hub is unavailable and says why", async () => {
  const empty = await startWorld({ supergraph: "not a schema" });
  closing.push(() => empty.close());
  const { status, body } = await ready(empty.url);
  expect([status, body.status, body.degraded]).toEqual([503, "unavailable", undefined]);
  expect(body.checks.supergraph).toEqual({ status: "unavailable", reason: "NO_SUPERGRAPH" });
});

test("a source that is left in peace is told, and keeps nobody from being sent to this gateway", async () => {
  world.sources.places!.rules.fault = faults["cuts the connection"];
  for (let asked = 0; asked < 4; asked += 1) await world.ask("{ places { id } }");
  delete world.sources.places!.rules.fault;
  const { status, body } = await ready();
  expect([status, body.status]).toEqual([200, "ok"]);
  expect(body.checks["source places"]).toEqual({ status: "unavailable", reason: "BREAKER_OPEN" });
});

test("a gateway that was told to stop is no longer ready while it still serves", async () => {
  const closed = world.gateway.close();
  await pause(100);
  const { status, body } = await ready();
  expect([status, body.status]).toEqual([503, "unavailable"]);
  expect(body.checks.process).toEqual({ status: "unavailable", reason: "SHUTTING_DOWN" });
  expect((await world.ask("{ people(first: 1) { id } }")).status).toBe(200);
  await closed;
  await expect(fetch(`${world.url}/ready`)).rejects.toThrow();
});
