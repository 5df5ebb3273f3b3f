import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { decodeJwt, SignJWT, UnsecuredJWT } from "jose";
import { type DisclosedCall, digest } from "../../kit/hop-token.ts";
import { signHop } from "../../kit/sign-hop.ts";
import { loadSigningKey, type SigningKey } from "../../kit/signing-key.ts";
import { type Harness, startHarness } from "../support/harness.ts";
import { sophie } from "../support/viewers.ts";
import { createNotebook } from "./toy-subgraph.ts";

const BODY = JSON.stringify({ query: "{ notes { id } }" });
let hub: Harness;
let stranger: SigningKey;
const officer = { ...sophie, roles: ["DATA_PROTECTION_OFFICER"] };

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

const shown = (call: object, id: unknown = crypto.randomUUID(), name = "hop") =>
  Buffer.from(JSON.stringify([id, name, call])).toString("base64url");
const usual: Omit<DisclosedCall, "rid"> = { aud: "notebook", bh: digest(BODY), viewer: sophie };

/** A token of the gateway's own key with any disclosure, claims and header. */
async function forged(
  disclosure = shown(usual),
  claims: Record<string, unknown> = {},
  header: Record<string, unknown> = {},
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const turn = { iss: "gateway", iat: now, exp: now + 30, _sd_alg: "sha-256", _sd: [digest(disclosure)] };
  const signature = await new SignJWT({ ...turn, ...claims })
    .setProtectedHeader({ alg: "EdDSA", typ: "hub-hop+sd-jwt", kid: hub.gatewayKey.kid, ...header })
    .sign(hub.gatewayKey.privateKey);
  return `${signature}~${disclosure}~`;
}

describe("a hop token", () => {
  test("opens the subgraph it names, for the bytes it names", async () => {
    expect(await send(`Hub ${await signed()}`)).toBe(200);
    expect(await send(`Hub ${await forged()}`)).toBe(200);
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
    ["by another process of the hub", async () => `Hub ${await forged(undefined, { iss: "notebook" })}`],
    ["by an unknown process", async () => `Hub ${await forged(undefined, { iss: "constructor" })}`],
    [
      "without signature",
      async () => {
        const turn = { iss: "gateway", _sd_alg: "sha-256", _sd: [digest(shown(usual, "1"))] };
        const unsigned = new UnsecuredJWT(turn).setIssuedAt().setExpirationTime("30s").encode();
        return `Hub ${unsigned}~${shown(usual, "1")}~`;
      },
    ],
    [
      "with its payload exchanged",
      async () => {
        const [header, , signature] = (await signed()).split("~")[0]!.split(".");
        const [other, disclosure] = (await signed({ viewer: officer })).split("~");
        return `Hub ${header}.${other!.split(".")[1]}.${signature}~${disclosure}~`;
      },
    ],
    [
      "that shows a call of another signature",
      async () => {
        const [signature] = (await signed()).split("~");
        const [, disclosure] = (await signed({ viewer: officer })).split("~");
        return `Hub ${signature}~${disclosure}~`;
      },
    ],
    ["that shows a call made up", async () => `Hub ${(await signed()).split("~")[0]}~${shown(usual)}~`],
    ["that shows no call", async () => `Hub ${(await signed()).split("~")[0]}~`],
    ["without its last mark", async () => `Hub ${(await signed()).slice(0, -1)}`],
    [
      "that shows two calls",
      async () => {
        const [one, other] = await Promise.all([signed(), signed({ viewer: officer })]);
        return `Hub ${one}${other.split("~")[1]}~`;
      },
    ],
    ["under another digest", async () => `Hub ${await forged(undefined, { _sd_alg: "md5" })}`],
    ["without digests", async () => `Hub ${await forged(undefined, { _sd: undefined })}`],
    ["whose digests are a text", async () => `Hub ${await forged(undefined, { _sd: digest(shown(usual)) })}`],
    ["expired", async () => `Hub ${await forged(undefined, { iat: now() - 60, exp: now() - 30 })}`],
    ["of a long life", async () => `Hub ${await forged(undefined, { iat: now() - 120, exp: now() + 3600 })}`],
    ["from the future", async () => `Hub ${await forged(undefined, { iat: now() + 120, exp: now() + 150 })}`],
    ["without an end", async () => `Hub ${await forged(undefined, { exp: undefined })}`],
    ["without an id", async () => `Hub ${await forged(shown(usual, ""))}`],
    ["with a number for its id", async () => `Hub ${await forged(shown(usual, 1))}`],
    ["that shows no JSON", async () => `Hub ${await forged(Buffer.from("{").toString("base64url"))}`],
    ["that shows no list", async () => `Hub ${await forged(Buffer.from("1").toString("base64url"))}`],
    ["that shows something else", async () => `Hub ${await forged(shown(usual, undefined, "aud"))}`],
    ["without a body hash", async () => `Hub ${await forged(shown({ ...usual, bh: undefined }))}`],
    ["without an audience", async () => `Hub ${await forged(shown({ ...usual, aud: undefined }))}`],
    ["of another type", async () => `Hub ${await forged(undefined, {}, { typ: "at+jwt" })}`],
    ["of an unknown key", async () => `Hub ${await forged(undefined, {}, { kid: "../../etc/passwd" })}`],
  ];
  test.each(tamperings)("%s is refused", async (_name, make) => {
    expect(await send(await make())).toBe(401);
  });

  test("shares its signature with the others of its turn, and shows of them salted digests alone", async () => {
    const other = JSON.stringify({ query: "{ notes { text } }" });
    const calls = Array.from({ length: 20 }, (_, index) => signed(index === 0 ? {} : { viewer: officer, body: other }));
    const tokens = await Promise.all(calls);
    const signatures = tokens.map((token) => token.split("~")[0]!);
    // A header holds so many; the rest of the turn has a signature of its own.
    const shares = [...new Set(signatures)].map((one) => signatures.filter((each) => each === one).length);
    expect(shares).toEqual([16, 4]);
    const { _sd } = decodeJwt<{ _sd: string[] }>(signatures[0]!);
    expect(_sd).toHaveLength(16);
    expect(_sd).toEqual(_sd.toSorted());
    // Equal calls have nothing in common: who sees one cannot find another.
    expect(new Set(tokens.map((token) => digest(token.split("~")[1]!))).size).toBe(20);
    expect(await send(`Hub ${tokens[0]}`)).toBe(200);
    expect(await send(`Hub ${tokens[1]}`, other)).toBe(200);
    expect(await send(`Hub ${tokens[2]}`)).toBe(401);
    expect((await signed()).split("~")[0]).not.toBe(signatures[19]);
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
