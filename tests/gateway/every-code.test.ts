import { readFile } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { GraphQLError } from "graphql";
import { Applications, sameForAll } from "../../gateway/applications.ts";
import { type ErrorCode, errorCodes } from "../../gateway/error-codes.ts";
import { faults } from "./support/faults.ts";
import { type Answered, startWorld, type World } from "./support/world.ts";

let world: World;
let sections: Map<string, string>;
beforeAll(async () => {
  const free = sameForAll({ isFreeForm: true }).ruleOf({ issuer: "", application: "" });
  world = await startWorld({
    limits: { sourceTimeoutMs: 1_500, operationTimeoutMs: 2_500 },
    applications: new Applications({
      texts: new Map(),
      rules: new Map([["test|bound", { ...free, isFreeForm: false }]]),
      others: free,
    }),
  });
  const text = await readFile(new URL("../../docs/errors.md", import.meta.url), "utf8");
  sections = new Map(text.split(/^## /m).map((section) => [/^`(\w+)`/.exec(section)?.[1] ?? "", section]));
});
afterAll(() => world.close());
afterEach(() => {
  world.registry.state = "knows";
  world.registry.refusing.clear();
  for (const { rules } of Object.values(world.sources)) {
    delete rules.fault;
    rules.failing.clear();
    rules.missing.clear();
  }
});

const PLAN = "{ me { plan { title } } }";
const RENAME = 'mutation { rename(id: "amina", name: "A") { id } }';
const source = (name: string) => world.sources[name]!.rules;
const saying = (code: string) => new GraphQLError("said by a source", { extensions: { code } });

/** One way to meet each code. */
const ways: Record<ErrorCode, () => Promise<Answered>> = {
  UNAUTHENTICATED: () => world.ask(PLAN, { authorization: null }),
  FORBIDDEN: () => {
    world.registry.state = "knows nobody";
    return world.ask(PLAN);
  },
  BAD_USER_INPUT: () => world.ask("{ nonsense }"),
  NOT_FOUND: () => {
    source("care").missing.add("Person:amina");
    return world.ask(PLAN);
  },
  SOURCE_UNAVAILABLE: () => {
    source("care").fault = faults["cuts the connection"];
    return world.ask(PLAN);
  },
  SOURCE_TIMEOUT: () => {
    source("people").fault = faults["hangs and never answers"];
    return world.ask(PLAN);
  },
  SOURCE_INVALID: () => {
    source("care").fault = faults["sends {}"];
    return world.ask(PLAN);
  },
  CONSENT_REQUIRED: () => {
    source("care").failing.set("Person.plan", saying("CONSENT_REQUIRED"));
    return world.ask(PLAN);
  },
  CONSENT_UNVERIFIABLE: () => {
    world.registry.state = "fails";
    return world.ask(PLAN);
  },
  CONFLICT_VERSION: () => {
    source("people").failing.set("Mutation.rename", saying("CONFLICT_VERSION"));
    return world.ask(RENAME);
  },
  IDEMPOTENCY_MISMATCH: () => {
    source("people").failing.set("Mutation.rename", saying("IDEMPOTENCY_MISMATCH"));
    return world.ask(RENAME);
  },
  OUTCOME_UNKNOWN: () => {
    source("people").fault = faults["cuts the connection"];
    return world.ask(RENAME, { headers: { "idempotency-key": "8e03978e-40d5-43dd-bc93-6894a57f9324" } });
  },
  RATE_LIMITED: () => {
    world.registry.refusing.set("actor", 5_000);
    return world.ask(PLAN);
  },
  TOO_COMPLEX: () => world.ask(`{ ${Array.from({ length: 31 }, (_, index) => `a${index}: __typename`).join(" ")} }`),
  OVERLOADED: () => {
    source("care").fault = faults["is overloaded"];
    return world.ask(PLAN);
  },
  DEADLINE: () => {
    const late = { data: { me: { __typename: "Person", id: "amina", careReference: "care-amina" } } };
    source("people").fault = () => new Promise((resolve) => setTimeout(resolve, 1_100, late));
    source("care").fault = faults["hangs and never answers"];
    return world.ask(PLAN);
  },
  OPERATION_NOT_REGISTERED: async () =>
    world.ask(PLAN, { authorization: `Bearer ${await world.issuer.sign({ client_id: "bound" })}` }),
};

test.each(errorCodes)("%s is met, with the status and the fields its page tells of", async (code) => {
  const { status, headers, body } = await ways[code]();
  const met = body.errors.find((error: { extensions: { code: string } }) => error.extensions.code === code);
  expect(met).toBeDefined();
  const section = sections.get(code)!;
  expect(/^HTTP .*$/m.exec(section)![0]).toMatch(new RegExp(`\\b${status}\\b`));
  if (status === 429 || status === 503) expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
  const example = JSON.parse(/```json\n(.*?)```/s.exec(section.slice(section.indexOf("**What to do")))![1]!);
  expect(example.extensions).toMatchObject({ code, retryable: met.extensions.retryable });
  if (code !== "BAD_USER_INPUT" && code !== "TOO_COMPLEX") expect(example.message).toBe(met.message);
});
