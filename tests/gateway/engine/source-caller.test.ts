import { createServer, type RequestListener, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, it } from "@jest/globals";
import { Agent } from "undici";
import { CircuitBreaker } from "../../../gateway/engine/sources/circuit-breaker.ts";
import { type Door, type Exchange, overHttp, throughDoor } from "../../../gateway/engine/sources/exchange.ts";
import { createSourceCaller } from "../../../gateway/engine/sources/source-caller.ts";
import type { SourcePolicy } from "../../../gateway/engine/sources/source-policy.ts";
import type { AttemptEnd, AttemptStart, SourceRequest } from "../../../gateway/engine/sources/source-request.ts";
import { WaitingLine } from "../../../gateway/engine/sources/waiting-line.ts";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  while (closers.length > 0) await closers.pop()!();
});

const policy: SourcePolicy = {
  timeoutMs: 20_000,
  answerBytes: 100_000,
  mostInFlight: 8,
  mostWaiting: 8,
  longestWaitMs: 10_000,
  breaker: { failures: 3, windowMs: 60_000, restMs: 60_000 },
  retryPauseMs: 1,
};

const HEALTHY = { data: { me: "here" }, errors: [] };
const json = (response: ServerResponse, content: unknown = { data: HEALTHY.data }, status = 200, headers = {}) =>
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(content));

/** A source that counts what reaches it; `answer` may be replaced while it runs. */
async function openSource(answer: (response: ServerResponse, call: number) => unknown) {
  const source = { answer, calls: 0, origin: "", sockets: new Set<object>(), authorizations: [] as string[] };
  const listener: RequestListener = (request, response) => {
    request.resume();
    source.calls += 1;
    source.authorizations.push(request.headers.authorization ?? "");
    source.answer(response, source.calls);
  };
  const server = createServer(listener);
  server.on("connection", (socket) => {
    source.sockets.add(socket);
    socket.on("close", () => source.sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  source.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return source;
}

function callerOf(exchange: Exchange, changes: Partial<SourcePolicy> = {}) {
  const seen: (AttemptStart & AttemptEnd)[] = [];
  let signed = 0;
  const caller = createSourceCaller(exchange, { ...policy, ...changes });
  const request = (more: Partial<SourceRequest> = {}): SourceRequest => ({
    source: "care",
    isMutation: false,
    body: Buffer.from('{"query":"{ me }"}'),
    authorize: async (waitMs) => `Test ${waitMs} ${++signed}`,
    deadlineAt: performance.now() + 60_000,
    observe: (start) => (end) => void seen.push({ ...start, ...end }),
    ...more,
  });
  const ask = (more: Partial<SourceRequest> = {}) => caller.call(request(more));
  return { ask, seen, health: () => caller.health().care, kinds: () => seen.map(({ kind }) => kind) };
}

function over(source: { origin: string }, changes?: Partial<SourcePolicy>) {
  const agent = new Agent({ connections: 64 });
  closers.push(() => agent.destroy());
  return callerOf((sending) => overHttp(agent, source.origin, sending), changes);
}

async function until(isTrue: () => boolean): Promise<void> {
  for (let tries = 0; !isTrue() && tries < 2_000; tries += 1) await pause(5);
  if (!isTrue()) throw new Error("It did not come to pass in time.");
}

describe("an attempt", () => {
  it("gives the data of a source and tells who watches what it cost", async () => {
    const source = await openSource((response) => json(response));
    const { ask, seen, health } = over(source);
    expect(await ask()).toEqual(HEALTHY);
    expect(seen).toEqual([
      { source: "care", isMutation: false, attempt: 1, kind: "answered", ms: expect.any(Number), bytes: 22 },
    ]);
    expect(health()).toEqual({ breaker: "closed", inFlight: 0, waiting: 0 });
  });

  it("tells the source how long it has: its own time, or what is left of the caller's", async () => {
    const source = await openSource((response) => json(response));
    const { ask } = over(source);
    await ask();
    await ask({ deadlineAt: performance.now() + 5_000 });
    const [own, left] = source.authorizations.map((one) => Number(one.split(" ")[1]));
    expect(own).toBeGreaterThan(10_000);
    expect(own).toBeLessThanOrEqual(20_000);
    expect(left).toBeLessThanOrEqual(5_000);
  });

  it.each([
    ["late", {}],
    ["expired", { deadlineAt: 0 }],
  ] as const)("that lasts too long is %s, and its connection is closed", async (kind, request) => {
    const source = await openSource(() => undefined);
    const { ask, kinds } = over(source, { timeoutMs: kind === "late" ? 100 : 60_000 });
    const more = "deadlineAt" in request ? { deadlineAt: performance.now() + 100 } : {};
    expect(await ask(more)).toEqual({ failure: { kind, wasSent: true } });
    expect(kinds()).toEqual([kind]);
    await until(() => source.sockets.size === 0);
  });

  it("is not even made once the caller's time is over", async () => {
    const source = await openSource((response) => json(response));
    expect(await over(source).ask({ deadlineAt: performance.now() - 1 })).toMatchObject({
      failure: { kind: "expired", wasSent: false },
    });
    expect(source.calls).toBe(0);
  });

  it("ends when its caller goes away", async () => {
    const source = await openSource(() => undefined);
    const gone = new AbortController();
    const asking = over(source).ask({ signal: gone.signal });
    await until(() => source.calls === 1);
    gone.abort();
    expect(await asking).toEqual({ failure: { kind: "abandoned", wasSent: true } });
    await until(() => source.sockets.size === 0);
  });

  it("that announces more than the cap is refused before its body comes", async () => {
    const source = await openSource((response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": "209715200" });
      response.flushHeaders();
    });
    const { ask, seen } = over(source);
    expect(await ask()).toMatchObject({ failure: { kind: "invalid" } });
    expect(seen).toMatchObject([{ kind: "invalid", bytes: 0 }]);
    await until(() => source.sockets.size === 0);
  });

  it("that announces nothing and never ends is dropped at the cap", async () => {
    let written = 0;
    const source = await openSource((response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const more = () => {
        while (!response.destroyed && response.write(" ".repeat(16_384))) written += 16_384;
        if (!response.destroyed) response.once("drain", more);
      };
      more();
    });
    expect(await over(source).ask()).toMatchObject({ failure: { kind: "invalid" } });
    await until(() => source.sockets.size === 0);
    // What stood in the buffers of both ends, and no more.
    expect(written).toBeLessThan(20_000_000);
  });
});

describe("a second attempt", () => {
  const failing =
    (status: number, headers = {}) =>
    (response: ServerResponse, call: number) =>
      call === 1 ? json(response, {}, status, headers) : json(response);

  it.each([
    [500, {}],
    [502, {}],
    [503, { "retry-after": "1" }],
    [429, { "retry-after": "1" }],
  ])("follows %i %j for a query and never for a change", async (status, headers) => {
    const source = await openSource(failing(status, headers));
    const { ask, seen } = over(source);
    expect(await ask()).toEqual(HEALTHY);
    expect(seen.map(({ attempt }) => attempt)).toEqual([1, 2]);
    // Each attempt vouches for itself: a source takes a token once.
    expect(new Set(source.authorizations).size).toBe(2);

    source.calls = 0;
    const kind = status === 429 ? "busy" : "failing";
    expect(await ask({ isMutation: true })).toMatchObject({ failure: { kind, wasSent: true } });
    expect(source.calls).toBe(1);
  });

  it("waits as long as the source asks, and gives up with that wait when the time does not suffice", async () => {
    const source = await openSource(failing(503, { "retry-after": "1" }));
    const startedAt = performance.now();
    expect(await over(source).ask()).toEqual(HEALTHY);
    expect(performance.now() - startedAt).toBeGreaterThan(995);

    source.calls = 0;
    source.answer = (response) => json(response, {}, 503, { "retry-after": "7" });
    const outcome = await over(source, { timeoutMs: 5_000 }).ask();
    expect(outcome).toEqual({ failure: { kind: "failing", wasSent: true, retryAfterMs: 7_000 } });
    expect(source.calls).toBe(1);
  });

  it("comes after half of the longest pause at the least, so that it does not meet the same break again", async () => {
    const source = await openSource((response) => response.destroy());
    const waits = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const { ask, seen } = over(source, { retryPauseMs: 200 });
        const startedAt = performance.now();
        await ask();
        expect(seen).toHaveLength(2);
        return performance.now() - startedAt;
      }),
    );
    expect(Math.min(...waits)).toBeGreaterThan(98);
  });

  it("reads a wait given as a date, and none that lies in the past", async () => {
    const source = await openSource((response) =>
      json(response, {}, 429, { "retry-after": new Date(Date.now() + 60_000).toUTCString() }),
    );
    const { ask } = over(source);
    const outcome = await ask();
    expect("failure" in outcome && outcome.failure.retryAfterMs).toBeGreaterThan(50_000);
    source.answer = (response) => json(response, {}, 429, { "retry-after": "Mon, 01 Jan 2024 00:00:00 GMT" });
    expect(await ask()).toEqual({ failure: { kind: "busy", wasSent: true, retryAfterMs: undefined } });
  });

  it("is the last one", async () => {
    const source = await openSource((response) => json(response, {}, 500));
    expect(await over(source).ask()).toMatchObject({ failure: { kind: "failing" } });
    expect(source.calls).toBe(2);
  });

  it("does not follow nonsense, a refusal or a caller who left", async () => {
    const source = await openSource((response) => response.writeHead(200, { "content-type": "text/html" }).end("<p>"));
    const { ask } = over(source);
    expect(await ask()).toMatchObject({ failure: { kind: "invalid" } });
    source.answer = (response) => json(response, {}, 403);
    expect(await ask()).toMatchObject({ failure: { kind: "forbidding" } });
    expect(source.calls).toBe(2);
    source.answer = (response) => json(response, {}, 503, { "retry-after": "5" });
    const gone = new AbortController();
    const asking = ask({ signal: gone.signal });
    await until(() => source.calls === 3);
    setTimeout(() => gone.abort(), 50);
    await asking;
    expect(source.calls).toBe(3);
  });

  it("hides that a kept connection was closed just when it was used again, a thousand times", async () => {
    let opened = 0;
    const server = createTcpServer((socket) => {
      let served = 0;
      const keeps = 1 + (opened++ % 2);
      socket.on("error", () => undefined);
      socket.on("data", () => {
        // The source's idle time was over while the next call was on its way: it is not even read.
        if (served === keeps) return void socket.destroy();
        served += 1;
        const body = JSON.stringify({ data: HEALTHY.data });
        const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}`;
        socket.write(`${head}\r\n\r\n${body}`);
        // Or just after the answer: the closing and the next call may cross.
        if (served === 2) setImmediate(() => socket.destroy());
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    closers.push(() => server.close());
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { ask, seen } = over({ origin });
    for (let call = 0; call < 1_000; call += 1) expect(await ask()).toEqual(HEALTHY);
    expect(seen.filter(({ attempt }) => attempt === 2).length).toBeGreaterThan(50);
  });
});

describe("the breaker", () => {
  const answers: [name: string, answer: (response: ServerResponse) => unknown][] = [
    ["answers 500", (response) => json(response, {}, 500)],
    ["breaks its connections", (response) => response.destroy()],
    ["answers nonsense", (response) => response.writeHead(200, { "content-type": "application/json" }).end("[")],
    ["answers too late", () => undefined],
  ];
  it.each(answers)(
    "leaves in peace a source that %s: nothing reaches it, and callers learn at once",
    async (_, answer) => {
      const source = await openSource(answer);
      const { ask, health } = over(source, { timeoutMs: 200 });
      for (let call = 0; call < 3; call += 1) await ask({ isMutation: true });
      expect(health()!.breaker).toBe("open");
      source.answer = (response) => json(response);
      for (const isMutation of [false, true]) {
        const outcome = await ask({ isMutation });
        expect(outcome).toMatchObject({ failure: { kind: "resting", wasSent: false } });
        expect("failure" in outcome && outcome.failure.retryAfterMs).toBeGreaterThan(1_000);
      }
      expect(source.calls).toBe(3);
    },
  );

  it("opens for a source nobody listens for, and lets all through once one attempt was answered", async () => {
    const source = await openSource((response) => json(response));
    let origin = "http://127.0.0.1:9";
    const agent = new Agent();
    closers.push(() => agent.destroy());
    let sent = 0;
    const exchange: Exchange = (sending) => {
      sent += 1;
      return overHttp(agent, origin, sending);
    };
    const { ask, health } = callerOf(exchange, { breaker: { ...policy.breaker, restMs: 300 } });
    while (health()?.breaker !== "open") await ask();
    const before = sent;
    await ask();
    expect(sent).toBe(before);
    origin = source.origin;
    await until(() => health()!.breaker === "half-open");
    expect(await ask()).toEqual(HEALTHY);
    expect(health()!.breaker).toBe("closed");
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([HEALTHY, HEALTHY, HEALTHY]);
  });

  it("lets one attempt through after the rest, and no other while that is on its way", async () => {
    const waiting: ServerResponse[] = [];
    const source = await openSource((response) => json(response, {}, 500));
    const { ask, health } = over(source, { breaker: { ...policy.breaker, restMs: 100 } });
    for (let call = 0; call < 3; call += 1) await ask({ isMutation: true });
    source.answer = (response) => void waiting.push(response);
    await until(() => health()!.breaker === "half-open");
    source.calls = 0;
    const probe = ask();
    await until(() => source.calls === 1);
    expect(await Promise.all([ask(), ask()])).toMatchObject([
      { failure: { kind: "resting" } },
      { failure: { kind: "resting" } },
    ]);
    json(waiting[0]!);
    expect(await probe).toEqual(HEALTHY);
    expect([source.calls, health()!.breaker]).toEqual([1, "closed"]);
  });

  it("rests again when that attempt fails, and tries another when its caller left", async () => {
    let now = 0;
    const breaker = new CircuitBreaker({ failures: 1, windowMs: 1_000, restMs: 1_000 }, () => now);
    const watch = (verdict: "well" | "ill" | "nothing") =>
      breaker.watch(
        async () => verdict,
        (one) => one,
      );
    await watch("ill");
    expect([breaker.state, await watch("well")]).toEqual(["open", undefined]);
    now = 1_000;
    expect([breaker.state, await watch("ill"), breaker.state]).toEqual(["half-open", "ill", "open"]);
    now = 2_000;
    expect([await watch("nothing"), breaker.state, breaker.refusedForMs]).toEqual(["nothing", "half-open", undefined]);
    await expect(
      breaker.watch(
        () => Promise.reject(new Error("nothing was learnt")),
        () => "well",
      ),
    ).rejects.toThrow();
    expect([await watch("well"), breaker.state]).toEqual(["well", "closed"]);
  });

  it("stays closed for failures that are few among many, or long ago", async () => {
    let now = 0;
    const breaker = new CircuitBreaker({ failures: 3, windowMs: 1_000, restMs: 1_000 }, () => now);
    const watch = (verdict: "well" | "ill") =>
      breaker.watch(
        async () => verdict,
        (one) => one,
      );
    for (let call = 0; call < 100; call += 1) await watch(call % 10 === 0 ? "ill" : "well");
    expect(breaker.state).toBe("closed");
    now = 5_000;
    await watch("ill");
    now = 5_500;
    await watch("ill");
    now = 6_050;
    await watch("ill");
    expect(breaker.state).toBe("closed");
    await watch("ill");
    expect(breaker.state).toBe("open");
  });

  it("does not count what says nothing of a source: refusals, the caller's own deadline, a caller who left", async () => {
    const source = await openSource((response) => json(response, {}, 401));
    const { ask, health, kinds } = over(source);
    for (let call = 0; call < 4; call += 1) await ask();
    source.answer = (response) => json(response, {}, 429);
    for (let call = 0; call < 4; call += 1) await ask({ isMutation: true });
    source.answer = () => undefined;
    for (let call = 0; call < 4; call += 1) await ask({ deadlineAt: performance.now() + 50 });
    await ask({ signal: AbortSignal.abort() });
    expect(new Set(kinds())).toEqual(new Set(["forbidding", "busy", "expired", "abandoned"]));
    expect(health()!.breaker).toBe("closed");
  });

  it("is one for each source", async () => {
    const [ill, well] = [
      await openSource((response) => json(response, {}, 500)),
      await openSource((response) => json(response)),
    ];
    const agent = new Agent();
    closers.push(() => agent.destroy());
    const { ask } = callerOf((sending) => overHttp(agent, (sending.source === "care" ? ill : well).origin, sending));
    for (let call = 0; call < 4; call += 1) await ask();
    expect(await ask()).toMatchObject({ failure: { kind: "resting" } });
    expect(await ask({ source: "places" })).toEqual(HEALTHY);
  });
});

describe("the line before a source", () => {
  it("holds so many calls, lets so many wait, and turns the others away unsent", async () => {
    const waiting: ServerResponse[] = [];
    const source = await openSource((response) => void waiting.push(response));
    const { ask, health } = over(source, { mostInFlight: 2, mostWaiting: 3 });
    const asking = Array.from({ length: 10 }, () => ask());
    await until(() => waiting.length === 2);
    const turnedAway = await Promise.all(asking.slice(5));
    expect(turnedAway).toEqual(
      Array.from({ length: 5 }, () => ({ failure: { kind: "crowded", wasSent: false, retryAfterMs: 10_000 } })),
    );
    expect(health()).toEqual({ breaker: "closed", inFlight: 2, waiting: 3 });
    source.answer = (response) => json(response);
    for (const response of waiting) json(response);
    expect(await Promise.all(asking.slice(0, 5))).toEqual(Array.from({ length: 5 }, () => HEALTHY));
    expect(source.calls).toBe(5);
    expect(health()).toEqual({ breaker: "closed", inFlight: 0, waiting: 0 });
  });

  it("lets go of who waited long enough, and of who left", async () => {
    const source = await openSource(() => undefined);
    const { ask, health } = over(source, { mostInFlight: 1, longestWaitMs: 100 });
    const gone = new AbortController();
    const hanging = ask({ signal: gone.signal });
    await until(() => source.calls === 1);
    expect(await ask()).toMatchObject({ failure: { kind: "crowded", wasSent: false } });
    const waits = ask({ signal: gone.signal });
    gone.abort();
    expect(await waits).toEqual({ failure: { kind: "abandoned", wasSent: false } });
    await hanging;
    expect(health()).toMatchObject({ inFlight: 0, waiting: 0 });
    expect(source.calls).toBe(1);
  });

  it("sends nobody on to a source that was found ill meanwhile", async () => {
    const held: ServerResponse[] = [];
    const source = await openSource((response) => void held.push(response));
    const { ask } = over(source, { mostInFlight: 1, breaker: { ...policy.breaker, failures: 1 } });
    const asking = Array.from({ length: 4 }, () => ask({ isMutation: true }));
    await until(() => held.length === 1);
    source.answer = (response) => json(response);
    json(held[0]!, {}, 500);
    const unsent = { failure: { kind: "resting", wasSent: false } };
    expect((await Promise.all(asking)).slice(1)).toMatchObject([unsent, unsent, unsent]);
    expect(source.calls).toBe(1);
  });

  it("serves in the order of arrival and counts its places right", async () => {
    const line = new WaitingLine(1, 10);
    const order: number[] = [];
    expect(await line.enter(1_000)).toBe(true);
    const entering = [1, 2, 3].map(async (number) => {
      if (await line.enter(10_000)) order.push(number);
      line.leave();
    });
    expect([line.taken, line.waiting]).toEqual([1, 3]);
    line.leave();
    await Promise.all(entering);
    expect([order, line.taken, line.waiting]).toEqual([[1, 2, 3], 0, 0]);
  });
});

describe("a source in this process", () => {
  const within = (door: Door, changes?: Partial<SourcePolicy>) =>
    callerOf((sending) => throughDoor(door, sending), changes);
  const headers = { "content-type": "application/json; charset=utf-8" };

  it("is given the same bytes and the same header, and its text is read the same way", async () => {
    const taken: unknown[] = [];
    const { ask, seen } = within(async ({ body, authorization }) => {
      taken.push(Buffer.from(body).toString(), authorization.split(" ")[0]);
      return { status: 200, headers, text: JSON.stringify({ data: HEALTHY.data }) };
    });
    expect(await ask()).toEqual(HEALTHY);
    expect(taken).toEqual(['{"query":"{ me }"}', "Test"]);
    expect(seen).toMatchObject([{ kind: "answered", bytes: 22 }]);
  });

  it("has a deadline, is told when nobody waits any more, and trips the breaker", async () => {
    const signals: AbortSignal[] = [];
    const { ask, health } = within(
      ({ signal }) => {
        signals.push(signal);
        return new Promise(() => {});
      },
      { timeoutMs: 50 },
    );
    for (let call = 0; call < 3; call += 1) expect(await ask()).toEqual({ failure: { kind: "late", wasSent: true } });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true]);
    expect(health()!.breaker).toBe("open");
  });

  it("is left when the caller goes away, and not entered when she is gone already", async () => {
    let entered = 0;
    const gone = new AbortController();
    const { ask } = within(({ signal }) => {
      entered += 1;
      gone.abort();
      expect(signal.aborted).toBe(true);
      return new Promise(() => {});
    });
    expect(await ask({ signal: gone.signal })).toMatchObject({ failure: { kind: "abandoned" } });
    expect(await ask({ signal: gone.signal })).toMatchObject({ failure: { kind: "abandoned", wasSent: false } });
    expect(entered).toBe(1);
  });

  it.each<[string, string, Door]>([
    [
      "invalid",
      "an answer over the cap",
      async () => ({ status: 200, headers, text: `{"data":{"me":"${"é".repeat(60_000)}"}}` }),
    ],
    ["invalid", "a page", async () => ({ status: 200, headers: { "content-type": "text/html" }, text: "<p>" })],
    ["failing", "a failure", async () => ({ status: 500, headers, text: "{}" })],
    ["unreachable", "an exception", () => Promise.reject(new Error("secret"))],
  ])("is %s for %s", async (kind, _, door) => {
    expect(await within(door).ask({ isMutation: true })).toMatchObject({ failure: { kind, wasSent: true } });
  });
});
