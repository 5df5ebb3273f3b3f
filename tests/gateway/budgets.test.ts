import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { sameForAll } from "../../gateway/applications.ts";
import type { Engine } from "../../gateway/hub.ts";
import { startWorld, type World } from "./support/world.ts";

const budgets = {
  costPerMinute: 8_000,
  actorCostPerMinute: 400,
  lookupsPerMinute: 80,
  actorLookupsPerMinute: 40,
  recordLookupsPerMinute: 20,
};

describe.each<Engine>(["passerelle", "stock"])("a request is charged to budgets (%s)", (engine) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ engine, applications: sameForAll({ isFreeForm: true, budgets }) });
  });
  afterAll(() => world.close());
  beforeEach(() => {
    world.registry.state = "knows";
    world.registry.refusing.clear();
    world.registry.spent.length = 0;
    for (const { calls } of Object.values(world.sources)) calls.length = 0;
  });
  const callsMade = () => Object.values(world.sources).flatMap(({ calls }) => calls).length;

  test("of its application and its account, in the registry's one call, for what its plan costs", async () => {
    const { body } = await world.ask("{ people(first: 3) { plan { title } } }");
    const cost = 5 + (10 + 3) + (10 + 3 + 3);
    expect(body.extensions.cost).toEqual({ requested: cost, limit: 400 });
    const line = { amount: cost, windowMs: 60_000 };
    expect(world.registry.spent).toEqual([
      [
        { ...line, name: "application", owner: "test|portal", capacity: 8_000 },
        { ...line, name: "actor", owner: "test|karim", capacity: 400 },
      ],
    ]);
  });

  test("and what it looks up to the budgets that stop enumeration, by a hash alone", async () => {
    const query = '{ a: person(id: "amina") { id } b: person(id: "bruno") { id } place(id: "town-hall") { id } }';
    await world.ask(query);
    const [spending] = world.registry.spent;
    const lines = spending!.map(({ name, amount, capacity }) => `${name} ${amount}/${capacity}`);
    expect(lines.slice(2)).toEqual(["application-lookups 2/80", "actor-lookups 2/40", "record 1/20", "record 1/20"]);
    expect(spending!.filter(({ name }) => name === "record").every((one) => one.isOfOrganization)).toBe(true);
    expect(JSON.stringify(spending)).not.toMatch(/amina|bruno|town-hall/);
  });

  test("and its answer says what is left of them", async () => {
    const { headers } = await world.ask('{ person(id: "amina") { id } }');
    expect(headers.get("ratelimit-policy")).toBe(
      '"application";q=8000;w=60, "actor";q=400;w=60, "application-lookups";q=80;w=60, "actor-lookups";q=40;w=60',
    );
    expect(headers.get("ratelimit")).toBe(
      '"application";r=7984;t=1, "actor";r=384;t=3, "application-lookups";r=79;t=1, "actor-lookups";r=39;t=2',
    );
  });

  test.each(["application", "actor", "application-lookups", "actor-lookups", "record"])(
    "and refused when the budget %s is empty: 429, when to come back, and nothing asked of a source",
    async (name) => {
      world.registry.refusing.set(name, 7_200);
      const { status, headers, body } = await world.ask('{ person(id: "amina") { id } }', {
        headers: { "accept-language": "fr" },
      });
      expect([status, headers.get("retry-after")]).toEqual([429, "8"]);
      expect(body).toEqual({
        errors: [
          {
            message: "Trop de demandes ; attendez avant de recommencer.",
            extensions: {
              code: "RATE_LIMITED",
              retryable: true,
              retryAfterMs: 7_200,
              requestId: headers.get("x-request-id"),
            },
          },
        ],
        extensions: { requestId: headers.get("x-request-id"), cost: { requested: 16, limit: 400 } },
      });
      const told = world.logged.map((line) => JSON.parse(line)).filter(({ level }) => level === "warn" || level === 40);
      expect(told.at(-1)).toMatchObject({ application: "portal", organization: "departement-25", budget: name });
      expect(world.logged.join("")).not.toMatch(/karim|amina/);
      if (name !== "record") expect(headers.get("ratelimit")).toContain(`"${name}";r=0;t=60`);
      expect(callsMade()).toBe(0);
    },
  );

  test("and refused for good, not for a while, when it costs more than a full budget holds", async () => {
    const { status, body } = await world.ask("{ people(first: 40) { friends { id } } }");
    expect([status, body.errors[0].extensions]).toMatchObject([400, { code: "TOO_COMPLEX", retryable: false }]);
    expect(body.extensions.cost).toEqual({ requested: 455, limit: 400 });
    expect(world.registry.spent).toHaveLength(0);
  });

  test("while the registry is away the hub counts itself, a quarter of each budget", async () => {
    world.registry.state = "fails";
    const subject = `somebody-${engine}`;
    const ask = async () => {
      const authorization = `Bearer ${await world.issuer.sign({ sub: subject })}`;
      return world.ask("{ places { id } }", { authorization });
    };
    // 25 units each; a quarter of 400 is 100.
    for (let count = 0; count < 4; count += 1) expect((await ask()).status).toBe(200);
    const { status, headers, body } = await ask();
    expect([status, body.errors[0].extensions.code]).toEqual([429, "RATE_LIMITED"]);
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(5);
    expect(headers.get("ratelimit-policy")).toContain('"actor";q=100;w=60');
    // Somebody else of the same application is served.
    expect((await world.ask("{ places { id } }")).status).toBe(200);
  });
});
