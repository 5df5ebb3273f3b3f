import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { SignJWT, UnsecuredJWT } from "jose";
import { hashBody, signHop } from "../../kit/hop-token.ts";
import { loadSigningKey, type SigningKey } from "../../kit/signing-key.ts";
import { type Harness, startHarness } from "../support/harness.ts";
import { sophie } from "../support/viewers.ts";
import { createNotebook } from "./toy-subgraph.ts";

const BODY = JSON.stringify({ query: "{ notes { id } }" });
let hub: Harness;
let stranger: SigningKey;

beforeAll(async () => {
  hub = await startHarness([createNotebook(() => true, [])]);
  stranger = await loadSigningKey();
});
afterAll(() => hub.close());

const signed = (change: Partial<Parameters<typeof signHop>[1]> = {}, key = hub.gatewayKey) =>
  signHop(key, { issuer: "gateway", audience: "notebook", viewer: sophie, requestId: "test", body: BODY, ...change });

async function send(authorization: string | undefined, body = BODY, path = "/graphql"): Promise<number> {
  const response = await fetch(`${hub.peers.notebook}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(authorization === undefined ? {} : { authorization }) },
    body,
  });
  const text = await response.text();
  if (response.status !== 200) expect(text).not.toContain("data");
  return response.status;
}

/** A token of the gateway's own key with any header, claims and times. */
async function forged(claims: Record<string, unknown>, header: Record<string, unknown> = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const usual = {
    iss: "gateway",
    aud: "notebook",
    iat: now,
    exp: now + 30,
    jti: crypto.randomUUID(),
    bh: hashBody(BODY),
    viewer: sophie,
  };
  return new SignJWT({ ...usual, ...claims })
    .setProtectedHeader({ alg: "EdDSA", typ: "hub-hop+jwt", kid: hub.gatewayKey.kid, ...header })
    .sign(hub.gatewayKey.privateKey);
}

describe("a hop token", () => {
  test("opens the subgraph it names, for the bytes it names", async () => {
    expect(await send(`Hub ${await signed()}`)).toBe(200);
    expect(await send(`Hub ${await forged({})}`)).toBe(200);
  });

  test("is accepted once", async () => {
    const token = await signed();
    expect(await send(`Hub ${token}`)).toBe(200);
    expect(await send(`Hub ${token}`)).toBe(401);
  });

  const now = () => Math.floor(Date.now() / 1000);
  const tamperings: [string, () => Promise<string | undefined>][] = [
    ["absent", async () => undefined],
    ["under another scheme", async () => `Bearer ${await signed()}`],
    ["followed by something", async () => `Hub ${await signed()} more`],
    ["of another body", async () => `Hub ${await signed({ body: `${BODY} ` })}`],
    ["for another subgraph", async () => `Hub ${await signed({ audience: "consent" })}`],
    ["by a stranger's key under the gateway's name", async () => `Hub ${await signed({}, stranger)}`],
    ["by another process of the hub", async () => `Hub ${await forged({ iss: "notebook" })}`],
    ["by an unknown process", async () => `Hub ${await forged({ iss: "constructor" })}`],
    [
      "without signature",
      async () =>
        `Hub ${new UnsecuredJWT({ iss: "gateway", aud: "notebook", bh: hashBody(BODY) }).setExpirationTime("30s").encode()}`,
    ],
    [
      "with its payload exchanged",
      async () => {
        const [header, , signature] = (await signed()).split(".");
        const [, payload] = (await signed({ viewer: { ...sophie, roles: ["DATA_PROTECTION_OFFICER"] } })).split(".");
        return `Hub ${header}.${payload}.${signature}`;
      },
    ],
    ["expired", async () => `Hub ${await forged({ iat: now() - 60, exp: now() - 30 })}`],
    ["of a long life", async () => `Hub ${await forged({ iat: now() - 120, exp: now() + 3600 })}`],
    ["from the future", async () => `Hub ${await forged({ iat: now() + 120, exp: now() + 150 })}`],
    ["without an end", async () => `Hub ${await forged({ exp: undefined })}`],
    ["without an id", async () => `Hub ${await forged({ jti: undefined })}`],
    ["without a body hash", async () => `Hub ${await forged({ bh: undefined })}`],
    ["of another type", async () => `Hub ${await forged({}, { typ: "at+jwt" })}`],
    ["of an unknown key", async () => `Hub ${await forged({}, { kid: "../../etc/passwd" })}`],
  ];
  test.each(tamperings)("%s is refused", async (_name, make) => {
    expect(await send(await make())).toBe(401);
  });

  test("is asked for by introspection, by the service's own schema and by events alike", async () => {
    for (const query of [
      "{ __schema { types { name } } }",
      "{ _service { sdl } }",
      "{ _entities(representations: []) { __typename } }",
    ]) {
      expect(await send(undefined, JSON.stringify({ query }))).toBe(401);
    }
    expect(await send(undefined, JSON.stringify({ type: "note.archived" }), "/events")).toBe(401);
  });

  test("of the gateway does not open the road of events between subgraphs", async () => {
    const event = JSON.stringify({ type: "note.archived", source: "gateway", id: crypto.randomUUID() });
    expect(await send(`Hub ${await signed({ body: event })}`, event, "/events")).toBe(401);
  });
});
