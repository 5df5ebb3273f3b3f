import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { Door } from "../../gateway/door.ts";
import { defaultLimits } from "../../gateway/limits.ts";
import { type Answered, startWorld, type World } from "./support/world.ts";

const HOME = "{ me { steps } }";

describe.each(["passerelle", "stock"] as const)("the door of a hub with the engine %s", (engine) => {
  let world: World;
  let release: () => void;
  beforeAll(async () => {
    world = await startWorld({
      engine,
      limits: { operations: 2, operationsWaiting: 4, operationWaitMs: 60_000, sourceTimeoutMs: 30_000 },
      telling: { metrics: { host: "127.0.0.1", port: 0 } },
    });
    await world.ask(HOME);
  });
  afterEach(() => release());
  afterAll(() => world.close());

  /** Sources answer once they are told to. */
  const hold = () => {
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    world.sources.care!.rules.fault = async (reply) => {
      await released;
      return reply.code(200).send({ data: { _entities: [{ steps: [] }] } });
    };
  };
  const askAs = async (application: string): Promise<Answered> =>
    world.ask(HOME, { authorization: `Bearer ${await world.issuer.sign({ client_id: application })}` });
  const standing = async () => {
    const text = await (await fetch(world.gateway.metricsUrl!)).text();
    return Number(/^hub_door_waiting (\d+)$/m.exec(text)?.[1]);
  };
  const untilWaiting = async (count: number) => {
    for (let tries = 0; tries < 1_000 && (await standing()) !== count; tries += 1) {}
    expect(await standing()).toBe(count);
  };
  const care = () => world.sources.care!.calls.length;

  test("serves so many at once; the others wait, and what finds no place in the line is told so before any work", async () => {
    hold();
    const before = care();
    const first = Promise.all([askAs("portal"), askAs("portal"), askAs("portal"), askAs("portal")]);
    await untilWaiting(2);
    // Half of the line is for others.
    const greedy = await askAs("portal");
    const second = Promise.all([askAs("mobile"), askAs("mobile")]);
    await untilWaiting(4);
    const asked = world.registry.asked.length;
    const late = await world.ask(HOME, { authorization: null });
    for (const { status, headers, body } of [greedy, late]) {
      expect([status, headers.get("retry-after")]).toEqual([503, "2"]);
      expect(body.data).toBeUndefined();
      expect(body.errors).toHaveLength(1);
      expect(body.errors[0].extensions).toMatchObject({ code: "OVERLOADED", retryable: true, retryAfterMs: 2_000 });
    }
    expect([care() - before, world.registry.asked.length - asked]).toEqual([2, 0]);
    const ready = await (await fetch(`${world.url}/ready`)).json();
    expect(ready).toMatchObject({ status: "ok", checks: { door: { reason: "OVERLOADED" } } });
    release();
    expect([...(await first), ...(await second)].map(({ status }) => status)).toEqual(Array(6).fill(200));
    expect((await askAs("portal")).status).toBe(200);
  });

  test("gives a free place to the application that holds the fewest, whoever came first", async () => {
    hold();
    const order: string[] = [];
    const ask = async (application: string) => {
      const { status } = await askAs(application);
      expect(status).toBe(200);
      order.push(application);
    };
    const calls = [ask("portal"), ask("portal")];
    for (let tries = 0; tries < 1_000 && world.sources.care!.calls.length < 2; tries += 1) await standing();
    calls.push(ask("portal"), ask("portal"));
    await untilWaiting(2);
    calls.push(ask("mobile"));
    await untilWaiting(3);
    const asked = world.registry.asked.length;
    release();
    await Promise.all(calls);
    expect(world.registry.asked.slice(asked).map(({ application }) => application)[0]).toBe("mobile");
  });
});

describe("the door", () => {
  const limits = { ...defaultLimits, operations: 10, operationsWaiting: 100, operationWaitMs: 10 };

  test("has fewer places while the process is late, never less than four, and all again once it is not", () => {
    const door = new Door(limits);
    door.adapt(51);
    expect(door.state.places).toBe(7);
    for (let times = 0; times < 20; times += 1) door.adapt(5_000);
    expect(door.state.places).toBe(4);
    for (let times = 0; times < 20; times += 1) door.adapt(0);
    expect(door.state.places).toBe(10);
    door.close();
  });

  test("turns away who waited too long, keeps no trace of it, and frees the place of work that failed", async () => {
    const door = new Door({ ...limits, operations: 1 });
    let finish = () => {};
    const long = door.pass("portal", () => new Promise<void>((resolve) => (finish = resolve)));
    await expect(door.pass("portal", async () => "served")).rejects.toMatchObject({ status: 503 });
    expect(door.state).toEqual({ inside: 1, waiting: 0, places: 1 });
    finish();
    await long;
    await expect(door.pass("portal", () => Promise.reject(new Error("failed")))).rejects.toThrow("failed");
    expect(await door.pass("portal", async () => "served")).toBe("served");
    expect(door.state).toEqual({ inside: 0, waiting: 0, places: 1 });
    door.close();
  });
});
