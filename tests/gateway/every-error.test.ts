import { readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { GraphQLError } from "graphql";
import { sameForAll } from "../../gateway/applications.ts";
import { type ErrorCode, errorCodes } from "../../gateway/error-codes.ts";
import { messageOf } from "../../gateway/messages.ts";
import { faults } from "./support/faults.ts";
import { type Answered, startWorld, type World } from "./support/world.ts";

let world: World;
/** A hub that gives an operation less time than a source, and one whose applications must register what they send. */
let hurried: World;
let strict: World;
beforeAll(async () => {
  world = await startWorld();
  hurried = await startWorld({ limits: { operationTimeoutMs: 250, sourceTimeoutMs: 5_000 } });
  strict = await startWorld({ applications: sameForAll({ isFreeForm: false }) });
});
afterAll(() => Promise.all([world, hurried, strict].map((one) => one.close())));
afterEach(() => {
  for (const { rules } of [...Object.values(world.sources), ...Object.values(hurried.sources)]) {
    delete rules.fault;
    rules.failing.clear();
  }
  world.registry.refusing.clear();
  world.registry.state = "knows";
});

const inFrench = { headers: { "accept-language": "en;q=0.3, fr-FR;q=0.8, de" } };
const withKey = { headers: { ...inFrench.headers, "idempotency-key": "one" } };
const PLAN = "{ me { plan { title } } }";
const RENAME = 'mutation { rename(id: "amina", name: "New") { name } }';
const says = (code: ErrorCode) => (field: string) => {
  const failing = new GraphQLError("words of the source", { extensions: { code } });
  for (const { rules } of Object.values(world.sources)) rules.failing.set(field, failing);
};

/** How each code comes about at the hub's own door; a code without a way here does not compile. */
const ways: Record<ErrorCode, () => Promise<Answered>> = {
  UNAUTHENTICATED: () => world.ask(PLAN, { ...inFrench, authorization: null }),
  FORBIDDEN() {
    world.registry.state = "knows nobody";
    return world.ask(PLAN, inFrench);
  },
  BAD_USER_INPUT: () => world.ask("{ nothing }", inFrench),
  NOT_FOUND() {
    says("NOT_FOUND")("Person.plan");
    return world.ask(PLAN, inFrench);
  },
  SOURCE_UNAVAILABLE() {
    world.sources.care!.rules.fault = faults["answers 500 with an HTML page"];
    return world.ask(PLAN, inFrench);
  },
  SOURCE_TIMEOUT() {
    world.sources.care!.rules.fault = faults["hangs and never answers"];
    return world.ask(PLAN, inFrench);
  },
  SOURCE_INVALID() {
    world.sources.care!.rules.fault = faults["sends {}"];
    return world.ask(PLAN, inFrench);
  },
  CONSENT_REQUIRED() {
    says("CONSENT_REQUIRED")("Person.plan");
    return world.ask(PLAN, inFrench);
  },
  CONSENT_UNVERIFIABLE() {
    world.registry.state = "fails";
    return world.ask(PLAN, inFrench);
  },
  CONFLICT_VERSION() {
    says("CONFLICT_VERSION")("Mutation.rename");
    return world.ask(RENAME, inFrench);
  },
  IDEMPOTENCY_MISMATCH() {
    says("IDEMPOTENCY_MISMATCH")("Mutation.rename");
    return world.ask(RENAME, withKey);
  },
  OUTCOME_UNKNOWN() {
    world.sources.people!.rules.fault = faults["cuts the connection"];
    return world.ask(RENAME, withKey);
  },
  RATE_LIMITED() {
    world.registry.refusing.set("actor", 7_200);
    return world.ask(PLAN, inFrench);
  },
  TOO_COMPLEX: () => world.ask("{ people(first: 101) { id } }", inFrench),
  OVERLOADED() {
    world.sources.care!.rules.fault = faults["is overloaded"];
    return world.ask(PLAN, inFrench);
  },
  DEADLINE() {
    hurried.sources.people!.rules.fault = faults["hangs and never answers"];
    return hurried.ask(PLAN, inFrench);
  },
  OPERATION_NOT_REGISTERED: () => strict.ask(PLAN, inFrench),
};

/** `docs/errors.md`, section by section. */
const documented = new Map(
  readFileSync(new URL("../../docs/errors.md", import.meta.url), "utf8")
    .split(/^## /m)
    .flatMap((section) => [...section.matchAll(/^`(\w+)`/g)].map(([, code]) => [code, section] as const)),
);

test("docs/errors.md explains the codes of the list and no other, in its order", () => {
  expect([...documented.keys()]).toEqual([...errorCodes]);
});

describe.each(errorCodes)("%s", (code) => {
  const section = documented.get(code) ?? "";
  const example = JSON.parse(/```json\n(.*?)```/s.exec(section)?.[1] ?? "{}");

  test("is reached at the hub's own door, as its page says", async () => {
    const { status, headers, body } = await ways[code]();
    expect(body.errors.length).toBeGreaterThan(0);
    for (const error of body.errors) {
      expect(error.extensions.code).toBe(code);
      expect(error.extensions.retryable).toBe(example.extensions.retryable);
      expect(error.extensions.requestId).toBe(headers.get("x-request-id"));
      const isGeneral = example.message === messageOf(code, "en") && code !== "BAD_USER_INPUT";
      if (isGeneral) expect(error.message).toBe(messageOf(code, "fr"));
    }
    expect(/^HTTP .*$/m.exec(section)?.[0]).toContain(String(status));
    expect(body.data === undefined).toBe(status !== 200);
  });

  test("has a page with its cause, what to do, and an example the hub could have sent", () => {
    expect(section).toMatch(/^\*\*Cause\.\*\* \S.*\.$/m);
    expect(section).toMatch(/^\*\*What to do\.\*\* \S.*\.$/m);
    const { message, extensions, ...place } = example;
    expect(extensions).toMatchObject({ code, retryable: expect.any(Boolean), requestId: expect.any(String) });
    expect(Object.keys(place).filter((key) => key !== "path" && key !== "locations")).toEqual([]);
    if (code !== "TOO_COMPLEX") expect(message).toBe(messageOf(code, "en"));
  });
});
