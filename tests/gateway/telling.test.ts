import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { FastifyReply } from "fastify";
import { GraphQLError } from "graphql";
import { Applications } from "../../gateway/applications.ts";
import { defaultBudgets } from "../../gateway/budgets.ts";
import { type ErrorCode, errorCodes } from "../../gateway/error-codes.ts";
import { hashText } from "../../gateway/hash-text.ts";
import { tracerTo } from "../../kit/tracer-to.ts";
import { startCollector } from "../support/otlp-collector.ts";
import { runNode } from "../support/run-node.ts";
import { faults } from "./support/faults.ts";
import { compose, startWorld, type World } from "./support/world.ts";

let world: World;
let collector: Awaited<ReturnType<typeof startCollector>>;
beforeAll(async () => {
  collector = await startCollector();
  world = await startWorld({
    limits: { sourceTimeoutMs: 400, operationTimeoutMs: 700 },
    applications: new Applications({
      texts: new Map(),
      rules: new Map([["test|stored", { isFreeForm: false, operations: new Set(), budgets: defaultBudgets }]]),
      others: { isFreeForm: true, operations: new Set(), budgets: defaultBudgets },
    }),
    telling: {
      metrics: { host: "127.0.0.1", port: 0 },
      tracer: await tracerTo(collector.url, "gateway"),
      isTraceAccepted: true,
      release: "r1",
    },
  });
});
afterAll(async () => {
  await world.close();
  await collector.close();
});
afterEach(() => {
  for (const { rules } of Object.values(world.sources)) {
    delete rules.fault;
    rules.failing.clear();
  }
  world.registry.state = "knows";
  world.registry.refusing.clear();
});

const scrape = async () => (await fetch(world.gateway.metricsUrl!)).text();
/** The value of one line of the metrics; 0 when nothing of the kind was counted. */
async function count(line: string): Promise<number> {
  const found = (await scrape()).split("\n").find((one) => one.startsWith(`${line} `));
  return Number(found?.slice(line.length + 1) ?? 0);
}

/** A request is counted when its last byte has left, which its reader may learn first. */
async function expectCounts(lines: readonly string[], expected: readonly number[]): Promise<void> {
  const counts = () => Promise.all(lines.map(count));
  for (let tries = 0; tries < 50 && String(await counts()) !== String(expected); tries += 1) await pause(20);
  expect(await counts()).toEqual(expected);
}

const me = (code: ErrorCode) => () => {
  world.sources.people!.rules.failing.set("Query.me", new GraphQLError("no", { extensions: { code } }));
  return world.ask("{ me { id } }");
};
const care = (fault: keyof typeof faults) => () => {
  world.sources.care!.rules.fault = faults[fault];
  return world.ask("{ me { steps } }");
};

/** How each code is reached, with the status and outcome that go with it. */
const ways: Record<ErrorCode, [status: number, outcome: string, ask: () => Promise<unknown>]> = {
  UNAUTHENTICATED: [401, "refused", () => world.ask("{ me { id } }", { authorization: null })],
  FORBIDDEN: [
    403,
    "refused",
    () => {
      world.registry.state = "knows nobody";
      return world.ask("{ me { id } }");
    },
  ],
  BAD_USER_INPUT: [400, "refused", () => world.ask("{ me { id }")],
  TOO_COMPLEX: [400, "refused", () => world.ask("{ people(first: 101) { id } }")],
  NOT_FOUND: [200, "partial", me("NOT_FOUND")],
  SOURCE_UNAVAILABLE: [200, "partial", care("answers 500 with an HTML page")],
  SOURCE_TIMEOUT: [200, "partial", care("hangs and never answers")],
  SOURCE_INVALID: [200, "partial", care("sends {}")],
  CONSENT_REQUIRED: [200, "partial", me("CONSENT_REQUIRED")],
  CONSENT_UNVERIFIABLE: [
    200,
    "partial",
    () => {
      world.registry.state = "fails";
      return world.ask("{ me { name } }");
    },
  ],
  CONFLICT_VERSION: [200, "partial", me("CONFLICT_VERSION")],
  IDEMPOTENCY_MISMATCH: [200, "partial", me("IDEMPOTENCY_MISMATCH")],
  OUTCOME_UNKNOWN: [
    200,
    "partial",
    () => {
      world.sources.people!.rules.fault = faults["cuts the connection"];
      return world.ask('mutation { rename(id: "amina", name: "x") { id } }');
    },
  ],
  RATE_LIMITED: [
    429,
    "refused",
    () => {
      world.registry.refusing.set("actor", 1_000);
      return world.ask("{ me { id } }");
    },
  ],
  OPERATION_NOT_REGISTERED: [
    403,
    "refused",
    async () =>
      world.ask("{ me { id } }", { authorization: `Bearer ${await world.issuer.sign({ client_id: "stored" })}` }),
  ],
  OVERLOADED: [200, "partial", care("is overloaded")],
  DEADLINE: [
    200,
    "partial",
    () => {
      world.sources.people!.rules.fault = async (reply: FastifyReply) => {
        await pause(350);
        return reply.send({ data: { me: { __typename: "Person", id: "amina" } } });
      };
      world.sources.care!.rules.fault = faults["hangs and never answers"];
      return world.ask("{ me { steps } }");
    },
  ],
};

describe("the metrics", () => {
  test.each(Object.entries(ways))(
    "count an answer with %s once, with its status",
    async (code, [status, outcome, ask]) => {
      const lines = [
        `hub_request_codes_total{code="${code}"}`,
        `hub_requests_total{route="/graphql",status="${status}",outcome="${outcome}"}`,
      ];
      const before = await Promise.all(lines.map(count));
      await ask();
      await expectCounts(lines, [before[0]! + 1, before[1]! + 1]);
    },
  );

  test("know every code before it is met", async () => {
    const text = await scrape();
    for (const code of errorCodes) expect(text).toContain(`hub_request_codes_total{code="${code}"} `);
  });

  test("count what is served, by phase, source and plan", async () => {
    const lines = [
      'hub_requests_total{route="/graphql",status="200",outcome="whole"}',
      'hub_source_attempts_total{source="places",outcome="answered"}',
      'hub_phase_seconds_count{phase="admission"}',
      'hub_phase_seconds_count{phase="run"}',
      'hub_request_seconds_count{route="/graphql"}',
    ];
    const [hit, miss] = ['hub_plans_total{cache="hit"}', 'hub_plans_total{cache="miss"}'];
    const all = [...lines, hit, miss];
    const before = await Promise.all(all.map(count));
    await world.ask("{ places { id city } }");
    await world.ask("{ places { id city } }");
    await expectCounts(
      all,
      before.map((number, index) => number + (index < lines.length ? 2 : 1)),
    );
    await expectCounts(["hub_requests_in_flight"], [0]);
    expect(await count('hub_source_breaker{source="places"}')).toBe(0);
    expect(await count("nodejs_eventloop_lag_seconds")).toBeGreaterThan(0);
    expect(await count(`hub_build_info{release="r1",supergraph="${hashText(compose())}"}`)).toBe(1);
  });

  test("label nothing with a client's words", async () => {
    const words = { headers: { "x-name": "Zephyrine" }, variables: { id: "zephyrine-1" }, operationName: "Zephyrine" };
    await world.ask("query Zephyrine($id: ID!) { Zephyrine: person(id: $id) { id } }", words);
    await fetch(`${world.url}/Zephyrine`, { method: "POST" });
    await expectCounts(['hub_requests_total{route="none",status="404",outcome="refused"}'], [1]);
    expect(await scrape()).not.toMatch(/zephyrine|karim|portal|amina/i);
  });

  test("are not shown where clients ask", async () => {
    expect((await fetch(`${world.url}/metrics`)).status).toBe(404);
    expect((await fetch(world.gateway.metricsUrl!.replace(/metrics$/, ""))).status).toBe(404);
  });
});

describe("traces", () => {
  const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  const traceparent = `00-${TRACE}-00f067aa0ba902b7-01`;
  const sentTo = (name: string) => world.sources[name]!.calls.at(-1)!.headers.traceparent as string | undefined;

  test("go on in the source that is asked, in each attempt anew", async () => {
    const { calls } = world.sources.places!;
    world.sources.places!.rules.fault = faults["answers 500 with an HTML page"];
    await world.ask("{ places { id } }", { headers: { traceparent } });
    const [one, other] = calls.slice(-2).map(({ headers }) => String(headers.traceparent));
    expect(one).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-01$`));
    expect(other).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-01$`));
    expect(one).not.toBe(other);
  });

  test.each(["00-0-0-01", `zz-${TRACE}-00f067aa0ba902b7-01`, "Zephyrine"])(
    "are not continued from what is no trace: %s",
    async (header) => {
      await world.ask("{ places { id } }", { headers: { traceparent: header } });
      expect(sentTo("places")).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
      expect(sentTo("places")).not.toContain(TRACE);
    },
  );

  test("are begun anew for clients who are not trusted with them, and leave nothing when they are off", async () => {
    const off = await startWorld();
    try {
      await off.ask("{ places { id } }", { headers: { traceparent } });
      expect(off.sources.places!.calls.at(-1)!.headers.traceparent).toBeUndefined();
    } finally {
      await off.close();
    }
  });

  test.each(["with 500", "never"] as const)("disturb no request when the collector answers %s", async (how) => {
    const bad = await startCollector(how);
    const other = await startWorld({ telling: { tracer: await tracerTo(bad.url, "gateway") } });
    try {
      for (let asked = 0; asked < 5; asked += 1)
        expect((await other.ask("{ places { id } }")).body.errors).toBeUndefined();
      expect(other.sources.places!.calls.at(-1)!.headers.traceparent).not.toContain(TRACE);
    } finally {
      await other.close();
      await bad.close();
    }
    expect(bad.received.length).toBeGreaterThan(0);
  });

  test("load no library of theirs unless they are on", async () => {
    const loaded = async (endpoint: string) => {
      const program = `
        const { createRequire } = await import("node:module");
        const { tracerTo } = await import("./kit/tracer-to.ts");
        const tracer = await tracerTo(${endpoint}, "gateway");
        const files = Object.keys(createRequire(import.meta.url).cache);
        process.stdout.write(String(files.some((file) => file.includes("@opentelemetry"))));
        await tracer.close();`;
      const words = ["--import", "./scripts/typescript.mjs", "--input-type=module", "-e", program];
      return (await runNode(words)).stdout;
    };
    expect(await loaded("undefined")).toBe("false");
    expect(await loaded('"http://127.0.0.1:9"')).toBe("true");
  });
});
