import { setTimeout as pause, setImmediate as turn } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { type OperationDefinitionNode, parse } from "graphql";
import { askFence } from "../../gateway/fence.ts";
import { defaultLimits } from "../../gateway/limits.ts";
import type { RequestRecord } from "../../gateway/request-record.ts";
import type { PeerLink } from "../../kit/peer-link.ts";
import { FENCE_HOLDS_MS, outlastFences } from "../../subgraphs/consent/policies/fences.ts";

type Answer = () => Promise<unknown>;

const yes = { isCurrent: true, holdsMs: 60_000 };
const inTime: Answer = async () => yes;
const tooLate: Answer = () => pause(30, { isCurrent: true, holdsMs: 10 });

/** What becomes of an answer when the registry says these things in turn, and how often it was asked. */
async function verdict(...answers: Answer[]): Promise<[string, number]> {
  let calls = 0;
  const registry = { post: () => answers[calls++]!() } as unknown as PeerLink;
  const ground = { subject: "0a000000-0000-4000-8000-000000000001", epoch: 1, decidedAt: 0 };
  const record = { grounds: new Map([[ground.subject, ground]]), viewer: null, requestId: "one" };
  const said = await askFence(record as unknown as RequestRecord, { registry, limits: defaultLimits });
  return [said, calls];
}

describe("an answer may leave on a yes that still holds when it is heard", () => {
  test.each<[string, Answer[], string]>([
    ["a yes in time", [inTime], "current"],
    ["a yes that comes too late is asked for once more", [tooLate, inTime], "current"],
    ["a yes that comes too late twice is none", [tooLate, tooLate], "unknown"],
    ["a no holds, however late", [() => pause(30, { isCurrent: false, holdsMs: 10 })], "stale"],
    ["a no after a yes that came too late", [tooLate, async () => ({ isCurrent: false, holdsMs: 10 })], "stale"],
    ["a yes after nobody answered", [() => Promise.reject(new Error("cut")), inTime], "current"],
    ["a yes that does not say how long it holds is none", [async () => ({ isCurrent: true }), tooLate], "unknown"],
    ["what is neither yes nor no is none", [async () => ({ ...yes, isCurrent: "yes" }), async () => ({})], "unknown"],
  ])("%s", async (_, answers, expected) => {
    expect(await verdict(...answers)).toEqual([expected, answers.length]);
  });
});

describe("what ends a permit is acknowledged when no yes of before holds any more", () => {
  const operation = (text: string) => parse(text).definitions[0] as OperationDefinitionNode;

  test.each([
    "mutation { withdrawConsent(input: {}) { consent { id } } }",
    "mutation { renamed: withdrawConsent(input: {}) { consent { id } } }",
    "mutation { ...Within }",
    "mutation { ... { withdrawConsent(input: {}) { consent { id } } } }",
  ])("%s", async (text) => {
    const startedAt = performance.now();
    await outlastFences(operation(text));
    expect(performance.now() - startedAt).toBeGreaterThan(FENCE_HOLDS_MS + 200);
  });

  test.each(["{ consent(id: 1) { id } }", "query { withdrawConsent }", "mutation { viewPlan { id } }"])(
    "nobody waits for %s",
    async (text) => {
      const first = await Promise.race([outlastFences(operation(text)).then(() => "at once"), turn("later")]);
      expect(first).toBe("at once");
    },
  );
});
