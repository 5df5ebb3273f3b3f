import { createHmac, randomUUID } from "node:crypto";
import { connect } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { exportJWK, exportSPKI, type JWTPayload } from "jose";
import { AUDIENCE } from "./support/issuer.ts";
import { startWorld, type World } from "./support/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());
beforeEach(() => {
  world.registry.asked.length = 0;
  for (const source of Object.values(world.sources)) source.calls.length = 0;
});

const now = () => Math.floor(Date.now() / 1000);
const base64 = (content: object) => Buffer.from(JSON.stringify(content)).toString("base64url");
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const sign = async (claims?: JWTPayload, header?: Record<string, unknown>) =>
  bearer(await world.issuer.sign(claims, header));

/** A token whose header and claims are written by hand and whose signature is `signature`. */
function forge(header: object, signature: (input: string) => string): string {
  const claims = {
    iss: world.issuer.url,
    aud: AUDIENCE,
    sub: "karim",
    client_id: "portal",
    iat: now(),
    exp: now() + 300,
  };
  const input = `${base64({ typ: "at+jwt", ...header })}.${base64(claims)}`;
  return `${input}.${signature(input)}`;
}

const attacks: Record<string, () => Promise<{ authorization: string | null; headers?: Record<string, string> }>> = {
  "no token at all": async () => ({ authorization: null }),
  "T01 alg none": async () => bearer(forge({ alg: "none" }, () => "")),
  "T01 alg none with a signature": async () => bearer(forge({ alg: "none" }, () => "AAAA")),
  "T02 HS256 signed with the public RSA key": async () => {
    const secret = await exportSPKI(world.issuer.keys.RS256.publicKey);
    return bearer(
      forge({ alg: "HS256", kid: world.issuer.keys.RS256.kid }, (input) =>
        createHmac("sha256", secret).update(input).digest("base64url"),
      ),
    );
  },
  "T03 an allowed algorithm of another family than the key": async () => {
    const token = await world.issuer.sign();
    const [, claims, signature] = token.split(".");
    return bearer(
      `${base64({ alg: "ES256", typ: "at+jwt", kid: world.issuer.keys.RS256.kid })}.${claims}.${signature}`,
    );
  },
  "T04 expired 1 s ago": () => sign({ exp: now() - 1 }),
  "T04 expired 61 s ago": () => sign({ exp: now() - 61 }),
  "T04 expired 1 h ago": () => sign({ exp: now() - 3600 }),
  "T05 not valid before two minutes from now": () => sign({ nbf: now() + 120 }),
  "T06 issued in the future": () => sign({ iat: now() + 120 }),
  "T07 without expiry": () => sign({ exp: undefined as never }),
  "T08 made for another partner": () => sign({ aud: "https://partner.test" }),
  "T08 made for a source": () => sign({ aud: "people" }),
  "T09 issuer with a trailing slash": () => sign({ iss: `${world.issuer.url}/` }),
  "T09 issuer in other case": () => sign({ iss: world.issuer.url.replace("http", "HTTP") }),
  "T10 made for us and for others": () => sign({ aud: [AUDIENCE, "https://partner.test"] }),
  "T11 kid is a path": () => sign({}, { kid: "../../etc/passwd" }),
  "T11 kid is SQL": () => sign({}, { kid: "' or 1=1--" }),
  "T12 key in the header": async () => sign({}, { jwk: await exportJWK(world.issuer.keys.RS256.publicKey) }),
  "T12 jku": () => sign({}, { jku: `${world.issuer.url}/evil` }),
  "T12 x5u": () => sign({}, { x5u: `${world.issuer.url}/evil` }),
  "T12 crit": async () =>
    bearer(forge({ alg: "RS256", kid: world.issuer.keys.RS256.kid, crit: ["b64"], b64: true }, () => "AAAA")),
  "T13 an ID token": () => sign({}, { typ: "JWT" }),
  "T13 a token without type": () => sign({}, { typ: undefined }),
  "T15 token in a cookie": async () => ({
    authorization: null,
    headers: { cookie: `access_token=${await world.issuer.sign()}` },
  }),
  "T16 junk after the token": async () => ({ authorization: `Bearer ${await world.issuer.sign()} junk` }),
  "T16 a comma and a second token": async () => ({
    authorization: `Bearer ${await world.issuer.sign()}, Bearer x.y.z`,
  }),
  "T17 bound to a client certificate": () =>
    sign({ cnf: { "x5t#S256": "bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2" } }),
  "T17 bound to a key its holder must prove (DPoP)": () =>
    sign({ cnf: { jkt: "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I" } }),
  "T17 sent with a proof of such a key": async () => ({
    authorization: `DPoP ${await world.issuer.sign({ cnf: { jkt: "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I" } })}`,
    headers: { dpop: "eyJ0eXAiOiJkcG9wK2p3dCJ9.e30.AAAA" },
  }),
  "another scheme": async () => ({ authorization: `Basic ${await world.issuer.sign()}` }),
  "the hub's own scheme": async () => ({ authorization: `Hub ${await world.issuer.sign()}` }),
  "no subject": () => sign({ sub: undefined as never }),
  "an empty subject": () => sign({ sub: "" }),
  "no application": () => sign({ client_id: undefined }),
};

describe("only one valid access token, made for this hub alone, opens the door", () => {
  test.each(Object.entries(attacks))("%s is refused", async (_, attack) => {
    const { status, headers, body, text } = await world.ask("{ places { id } }", await attack());
    expect(status).toBe(401);
    expect(headers.get("www-authenticate")).toMatch(/^Bearer error="invalid_token", error_description="[\w ]+"$/);
    expect(body.errors).toHaveLength(1);
    expect(body.errors[0].extensions).toMatchObject({ code: "UNAUTHENTICATED", retryable: false });
    expect(body.data).toBeUndefined();
    expect(text).not.toContain("karim");
    expect(world.registry.asked).toHaveLength(0);
    expect(world.sources.places!.calls).toHaveLength(0);
  });

  test("T11 a kid of 10 kB is refused as too large", async () => {
    const { status, body } = await world.ask("{ places { id } }", await sign({}, { kid: "k".repeat(10_000) }));
    expect([status, body.errors[0].extensions.code]).toEqual([431, "TOO_COMPLEX"]);
  });

  test("T11 unknown key ids and T12 headers with addresses cause no further fetch", async () => {
    const before = { ...world.issuer.fetched };
    for (let count = 0; count < 100; count += 1)
      await world.ask("{ places { id } }", await sign({}, { kid: randomUUID() }));
    expect(world.issuer.fetched).toEqual(before);
    expect(before["/jwks"]).toBeLessThanOrEqual(1);
  });

  test("T14 two Authorization headers are refused, even with the same good token", async () => {
    const token = await world.issuer.sign();
    const answer = await sendRaw(
      `Connection: close\r\nAuthorization: Bearer ${token}\r\nAuthorization: Bearer ${token}\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1.1 401 /);
  });

  test("T15 a token in the query string is ignored", async () => {
    const answer = await fetch(`${world.url}/graphql?access_token=${await world.issuer.sign()}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: "{ places { id } }" }),
    });
    expect(answer.status).toBe(401);
  });

  test("even the name of the root type needs a token", async () => {
    expect((await world.ask("{ __typename }", { authorization: null })).status).toBe(401);
  });
});

describe("a good token is accepted", () => {
  test.each(["RS256", "ES256", "EdDSA"] as const)("%s", async (alg) => {
    const { status } = await world.ask("{ places { id } }", await sign({}, { alg, kid: world.issuer.keys[alg].kid }));
    expect(status).toBe(200);
  });

  test.each<[string, JWTPayload, Record<string, unknown>]>([
    ["with the long form of the type", {}, { typ: "application/at+jwt" }],
    ["issued by a clock 20 s ahead", { iat: now() + 20, nbf: now() + 20 }, {}],
    ["for us as the only one of a list", { aud: [AUDIENCE] }, {}],
    ["that names its application as azp", { client_id: undefined, azp: "portal" }, {}],
  ])("%s", async (_, claims, header) => {
    expect((await world.ask("{ places { id } }", await sign(claims, header))).status).toBe(200);
  });

  test("an organization she is no member of is refused by name of the header, and nothing is asked", async () => {
    world.sources.people!.calls.length = 0;
    const { status, body } = await world.ask("{ me { id } }", { headers: { "passerelle-organization": "foreign" } });
    expect([status, body.errors[0].extensions.code, body.data]).toEqual([403, "FORBIDDEN", undefined]);
    expect(body.errors[0].message).toContain("Passerelle-Organization");
    expect(world.sources.people!.calls).toHaveLength(0);
  });

  test("the registry is told issuer, subject, application and the claimed organization at each request", async () => {
    await world.ask("{ places { id } }", { headers: { "Passerelle-Organization": "ccas-besancon" } });
    await world.ask("{ places { id } }");
    const known = { issuer: "test", subject: "karim", application: "portal" };
    expect(world.registry.asked).toEqual([
      { ...known, organization: "ccas-besancon" },
      { ...known, organization: null },
    ]);
  });
});

test("T18 somebody the registry no longer knows loses access at the next request", async () => {
  const token = await sign();
  expect((await world.ask("{ places { id } }", token)).status).toBe(200);
  world.registry.state = "knows nobody";
  expect((await world.ask("{ places { id } }", token)).status).toBe(403);
  world.registry.state = "knows";
});

describe("a token that was verified once", () => {
  /** The hub's clock, moved; what is signed meanwhile keeps the true time. */
  async function later<Result>(ms: number, act: () => Promise<Result>): Promise<Result> {
    const { now: trueNow } = Date;
    const clock = jest.spyOn(Date, "now").mockImplementation(() => trueNow.call(Date) + ms);
    try {
      return await act();
    } finally {
      clock.mockRestore();
    }
  }

  test("is not good a moment longer than it says", async () => {
    const token = await sign({ exp: now() + 3 });
    expect((await world.ask("{ places { id } }", token)).status).toBe(200);
    expect((await later(4_000, () => world.ask("{ places { id } }", token))).status).toBe(401);
  });

  test("stands for itself alone: another signature is verified anew", async () => {
    const { authorization } = await sign();
    expect((await world.ask("{ places { id } }", { authorization })).status).toBe(200);
    const [header, claims] = authorization.split(".");
    const [, , signature] = (await world.issuer.sign({ sub: "somebody" })).split(".");
    const forged = { authorization: `${header}.${claims}.${signature}` };
    expect((await world.ask("{ places { id } }", forged)).status).toBe(401);
  });

  test("T18 whose key its issuer withdrew is refused a minute after, or five seconds after the keys were asked for again", async () => {
    const other = await startWorld();
    try {
      const token = bearer(await other.issuer.sign());
      const ask = async () => (await other.ask("{ places { id } }", token)).status;
      expect(await ask()).toBe(200);
      other.issuer.withdrawn.add(other.issuer.keys.RS256.kid);
      expect(await ask()).toBe(200);
      expect(await later(65_000, ask)).toBe(401);
      // A key the issuer still has goes on.
      const { kid } = other.issuer.keys.ES256;
      const good = bearer(await other.issuer.sign({}, { alg: "ES256", kid }));
      expect((await other.ask("{ places { id } }", good)).status).toBe(200);
      other.issuer.withdrawn.add(kid);
      await later(96_000, () => other.ask("{ places { id } }", good));
      for (let tries = 0; (other.issuer.fetched["/jwks"] ?? 0) < 3 && tries < 200; tries += 1)
        await new Promise((resolve) => setTimeout(resolve, 20));
      expect((await later(102_000, () => other.ask("{ places { id } }", good))).status).toBe(401);
    } finally {
      await other.close();
    }
  });

  test("is good without its issuer, whose keys are known", async () => {
    const other = await startWorld();
    try {
      const token = bearer(await other.issuer.sign());
      expect((await other.ask("{ places { id } }", token)).status).toBe(200);
      await other.issuer.close();
      expect((await later(60_000, () => other.ask("{ places { id } }", token))).status).toBe(200);
      expect((await later(11 * 60_000, () => other.ask("{ places { id } }", token))).status).not.toBe(200);
      await other.issuer.reopen();
    } finally {
      await other.close();
    }
  });
});

test("T20 headers of the inside are the hub's own, whatever a client sends or asks to have dropped", async () => {
  const token = await world.issuer.sign();
  const sent = [
    `Authorization: Bearer ${token}`,
    "Connection: close, authorization, x-request-id, x-hub-assertion",
    "X-Hub-Assertion: forged",
    "X-Request-Id: forged",
    "X-Viewer: forged",
    "Cookie: forged=1",
    "Apollo-Federation-Include-Trace: ftv1",
  ];
  const answer = await sendRaw(`${sent.join("\r\n")}\r\n`);
  expect(answer).toMatch(/^HTTP\/1.1 200 /);
  const [call] = world.sources.places!.calls;
  // The source verified the hub's own token before it noted the call.
  expect(call!.claims).toMatchObject({ issuer: "gateway", viewer: { subject: "test|karim" } });
  expect(JSON.stringify(call!.headers)).not.toMatch(/forged|ftv1/);
  expect(JSON.stringify(call!.headers)).not.toContain(token);
});

test("a hub whose issuer was down at start answers 503, then serves as soon as it is back", async () => {
  const other = await startWorld();
  try {
    await other.issuer.close();
    const token = await other.issuer.sign();
    const refused = await other.ask("{ places { id } }", bearer(token));
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "2"]);
    expect(refused.body.errors[0].extensions).toMatchObject({ code: "SOURCE_UNAVAILABLE", retryable: true });
    expect(refused.text).not.toMatch(/https?:|ECONN/);
    await other.issuer.reopen();
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    expect((await other.ask("{ places { id } }", bearer(token))).status).toBe(200);
  } finally {
    await other.close();
  }
});

/** Sends bytes as they are: HTTP clients do not let a header be sent twice. */
function sendRaw(headers: string): Promise<string> {
  const { hostname, port } = new URL(world.url);
  const body = JSON.stringify({ query: "{ places { id } }" });
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk.toString();
    });
    socket.on("end", () => resolve(answer));
    socket.on("error", reject);
    socket.write(
      `POST /graphql HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`,
    );
  });
}
