import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { SignJWT } from "jose";
import { MOST_REFERENCES } from "../../kit/bounded-references.ts";
import { digest } from "../../kit/hop-token.ts";
import { signHop } from "../../kit/sign-hop.ts";
import { loadSigningKey } from "../../kit/signing-key.ts";
import type { Viewer } from "../../kit/viewer.ts";
import { organizations, people } from "../../scripts/development/world.ts";
import { type OpenedHub, openHub } from "../subgraphs/social-services/open-hub.ts";
import { claire, paul, sophie } from "../support/viewers.ts";

const NAME = "social-services";
let hub: OpenedHub;
let prescription: string;
beforeAll(async () => {
  hub = await openHub();
  hub.permitAccompaniment(people.amina);
  hub.permitAssociation();
  const written = {
    person: people.amina,
    recipient: organizations.association,
    reasons: ["APPOINTMENTS"],
    requestKey: randomUUID(),
  };
  ({
    prescription: { id: prescription },
  } = await hub.act(sophie, "prescribeHealthSupport", written, "prescription { id }"));
});
afterAll(() => hub.close());
beforeEach(() => {
  hub.statements.length = 0;
});

const ENTITIES =
  "query ($refs: [_Any!]!) { _entities(representations: $refs) { __typename ... on Prescription { id status note person { id } } } }";
const question = (refs: unknown, query = ENTITIES) => JSON.stringify({ query, variables: { refs } });
const theOne = () => [{ __typename: "Prescription", id: prescription }];
const sign = (body: string, change: Partial<Parameters<typeof signHop>[1]> = {}, key = hub.hub.gatewayKey) =>
  signHop(key, { issuer: "gateway", audience: NAME, viewer: sophie, requestId: "test", body, ...change });

/** What somebody inside the network sends to the subgraph's own port. */
async function send(body: string, authorization: string | undefined, headers: Record<string, string> = {}) {
  const response = await fetch(`${hub.hub.peers[NAME]}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(authorization ? { authorization } : {}), ...headers },
    body,
  });
  const text = await response.text();
  return { status: response.status, text, headers: response.headers, ...JSON.parse(text) };
}
const ask = async (viewer: Viewer, refs: unknown, query = ENTITIES, headers = {}) => {
  const body = question(refs, query);
  return send(body, `Hub ${await sign(body, { viewer })}`, headers);
};

test("the gateway's own call, on the subgraph's port, is answered", async () => {
  const { status, data } = await ask(sophie, theOne());
  expect([status, data._entities[0].status]).toEqual([200, "REQUESTED"]);
});

describe("whoever reaches the port without the gateway's word for this very call reads nothing", () => {
  const body = () => question(theOne());
  const attacks: [string, () => Promise<[body: string, authorization: string | undefined]>][] = [
    ["S01 no assertion", async () => [body(), undefined]],
    ["S01 a client's token", async () => [body(), "Bearer x.y.z"]],
    [
      "S02 an expired assertion",
      async () => {
        const now = Math.floor(Date.now() / 1000);
        const call = { aud: NAME, bh: digest(body()), rid: "test", viewer: sophie };
        const disclosure = Buffer.from(JSON.stringify([randomUUID(), "hop", call])).toString("base64url");
        const turn = { iss: "gateway", _sd_alg: "sha-256", _sd: [digest(disclosure)], iat: now - 60, exp: now - 30 };
        const signature = await new SignJWT(turn)
          .setProtectedHeader({ alg: "EdDSA", typ: "hub-hop+sd-jwt", kid: hub.hub.gatewayKey.kid })
          .sign(hub.hub.gatewayKey.privateKey);
        const token = `${signature}~${disclosure}~`;
        return [body(), `Hub ${token}`];
      },
    ],
    [
      "S03 the right assertion with other ids",
      async () => [question([{ __typename: "Prescription", id: randomUUID() }]), `Hub ${await sign(body())}`],
    ],
    [
      "S03 the right assertion with a wider selection",
      async () => [question(theOne(), ENTITIES.replace("note", "note reasons")), `Hub ${await sign(body())}`],
    ],
    [
      "S04 the same assertion a second time",
      async () => {
        const token = await sign(body());
        expect((await send(body(), `Hub ${token}`)).status).toBe(200);
        return [body(), `Hub ${token}`];
      },
    ],
    [
      "S05 an assertion made for another source",
      async () => [body(), `Hub ${await sign(body(), { audience: "consent" })}`],
    ],
    [
      "S05 an assertion of another source's own key",
      async () => [body(), `Hub ${await sign(body(), {}, await loadSigningKey())}`],
    ],
    ["S06 the schema of the service", async () => [JSON.stringify({ query: "{ _service { sdl } }" }), undefined]],
  ];
  test.each(attacks)("%s", async (_, attack) => {
    const [sent, authorization] = await attack();
    hub.statements.length = 0;
    const { status, data, text } = await send(sent, authorization);
    expect([status, data]).toEqual([401, undefined]);
    expect(text).not.toContain(prescription);
    expect(hub.statements).toEqual([]);
  });
});

describe("even with the gateway's key", () => {
  test("S07 keys that spoof values change nothing: only the key is used, the rest is read again", async () => {
    const spoofed = {
      ...theOne()[0],
      status: "COMPLETED",
      note: "forged",
      person: { __typename: "Person", id: people.bruno },
      prescriber: organizations.insertionCreuse,
      consentIsGiven: true,
      isPermitted: true,
    };
    const honest = await ask(sophie, theOne());
    expect((await ask(sophie, [spoofed])).data).toEqual(honest.data);
    expect(honest.data._entities[0]).toMatchObject({ status: "REQUESTED", person: { id: people.amina } });
    expect((await ask(paul, [spoofed])).data).toEqual({ _entities: [null] });
    expect((await ask(claire, [spoofed])).data).toEqual((await ask(claire, theOne())).data);
  });

  test("S08 more references than a plan needs are refused before one is read", async () => {
    const refs = Array.from({ length: MOST_REFERENCES + 1 }, () => ({ __typename: "Prescription", id: randomUUID() }));
    const refused = await ask(sophie, refs);
    expect([refused.status, refused.errors[0].extensions.code, refused.data]).toEqual([
      400,
      "BAD_USER_INPUT",
      undefined,
    ]);
    expect(hub.statements).toEqual([]);
    const twice =
      "query ($refs: [_Any!]!) { a: _entities(representations: $refs) { __typename } b: _entities(representations: $refs) { __typename } }";
    expect((await ask(sophie, refs.slice(0, MOST_REFERENCES / 2 + 1), twice)).status).toBe(400);
    const served = await ask(sophie, refs.slice(0, MOST_REFERENCES));
    expect([served.status, served.data._entities.every((one: unknown) => one === null)]).toEqual([200, true]);
    expect(hub.statements.length).toBeLessThan(5);
  });

  test.each<[string, object]>([
    ["a type of another source", { __typename: "HealthSupport", id: randomUUID() }],
    ["a type that is no entity", { __typename: "PrescriptionTransition", id: randomUUID() }],
    ["no type", { id: randomUUID() }],
    ["a type of JavaScript's own", { __typename: "constructor", id: randomUUID() }],
  ])("S08 a reference of %s is told as wrong and shows nothing", async (_, wrong) => {
    const { data, errors, text } = await ask(sophie, [wrong]);
    expect([data?._entities ?? null].flat()).toEqual([null]);
    expect(errors.length).toBeGreaterThan(0);
    expect(text).not.toMatch(/constructor|HealthSupport|at .*\.ts:/);
  });

  test.each<[string, unknown]>([
    ["the id of a person", people.amina],
    ["SQL", "1'||pg_sleep(5)--"],
    ["SQL that would find all", "' or '1'='1"],
    ["an object", { $ne: null }],
    ["a list", [people.amina]],
    ["nothing", null],
    ["no character at all", ""],
    ["a null character", "\0"],
  ])("S08 a key that is %s is nobody's, and spoils no other", async (_, key) => {
    const startedAt = Date.now();
    const { data, text } = await ask(sophie, [{ __typename: "Prescription", id: key }, ...theOne()]);
    expect(data._entities[0]).toBeNull();
    expect(data._entities[1].status).toBe("REQUESTED");
    expect(text).not.toMatch(/pg_sleep|syntax/);
    expect(Date.now() - startedAt).toBeLessThan(4_500);
  });

  test("S09 a trace is never made, whoever asks for one", async () => {
    const { status, text } = await ask(sophie, theOne(), ENTITIES, { "apollo-federation-include-trace": "ftv1" });
    expect(status).toBe(200);
    expect(text).not.toMatch(/ftv1|extensions/);
  });

  test.each([
    "{ __schema { types { name } } }",
    '{ __type(name: "Prescription") { fields { name } } }',
    "{ _service { sdl } }",
    "{ ...A } fragment A on Query { told: _service { __typename } }",
  ])("S10 %s is refused", async (query) => {
    const { status, data, text } = await ask(sophie, [], query);
    expect([status, data]).toEqual([400, undefined]);
    expect(text).toContain("GRAPHQL_VALIDATION_FAILED");
    expect(text).not.toMatch(/__schema|__type|_service/);
  });
});
