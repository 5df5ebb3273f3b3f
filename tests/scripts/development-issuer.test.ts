import { createHash, randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from "jose";
import { createAuthentication } from "../../gateway/authentication.ts";
import { cast } from "../../scripts/development/cast.ts";
import { DEVELOPMENT_CLIENT, DEVELOPMENT_GRANT } from "../../scripts/development/development-client.ts";
import { type DevelopmentIssuer, startDevelopmentIssuer } from "../../scripts/development/issuer.ts";
import { Browser } from "../support/browser.ts";
import { runNode } from "../support/run-node.ts";

const audience = "https://hub.example/graphql";
const options = { host: "127.0.0.1", port: 0, audience, isProduction: false };
const runTypescript = ["--import", "./scripts/typescript.mjs"];
let issuer: DevelopmentIssuer;

beforeAll(async () => {
  issuer = await startDevelopmentIssuer(options);
});

afterAll(() => issuer.close());

const discover = async () => (await fetch(`${issuer.url}/.well-known/openid-configuration`)).json();

const verify = async (token: string) => {
  const { jwks_uri } = (await discover()) as { jwks_uri: string };
  const expected = { issuer: issuer.url, audience, typ: "at+jwt", algorithms: ["ES256"] };
  return (await jwtVerify(token, createRemoteJWKSet(new URL(jwks_uri)), expected)).payload;
};

const askForToken = (parameters: Record<string, string>) =>
  fetch(`${issuer.url}/token`, { method: "POST", body: new URLSearchParams(parameters) });

describe("the tokens of the development issuer", () => {
  test("say who the person is, for the hub, for one hour, and nothing of her organisation or roles", async () => {
    const token = await issuer.issueToken("karim");
    const { jti, iat, exp, ...claims } = await verify(token);
    expect(claims).toEqual({ iss: issuer.url, aud: audience, sub: "karim", client_id: DEVELOPMENT_CLIENT });
    expect((exp ?? 0) - (iat ?? 0)).toBe(3600);
    expect(jti).toBeDefined();
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: "ES256", typ: "at+jwt" });
  });

  test("are given over HTTP to every member of the cast", async () => {
    for (const { name } of cast) {
      const answer = await askForToken({ grant_type: DEVELOPMENT_GRANT, client_id: DEVELOPMENT_CLIENT, person: name });
      const { access_token, token_type, expires_in } = (await answer.json()) as Record<string, string>;
      expect({ token_type, expires_in }).toEqual({ token_type: "Bearer", expires_in: 3600 });
      expect((await verify(access_token ?? "")).sub).toBe(name);
    }
  });

  test("are what the gateway's own authentication trusts", async () => {
    const authenticate = createAuthentication({ issuers: [{ alias: "development", url: issuer.url }], audience });
    const identity = await authenticate(["Authorization", `Bearer ${await issuer.issueToken("sophie")}`]);
    expect(identity).toEqual({ issuer: "development", subject: "sophie", application: DEVELOPMENT_CLIENT });
  });

  test("are refused to a stranger, with the names of the cast", async () => {
    await expect(issuer.issueToken("mallory")).rejects.toThrow(
      /"mallory" is not in the development cast.*amina, bruno, claire/,
    );
    for (const person of ["mallory", "", "karim2"]) {
      const answer = await askForToken({ grant_type: DEVELOPMENT_GRANT, client_id: DEVELOPMENT_CLIENT, person });
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({
        error: "invalid_request",
        error_description: expect.stringContaining("amina, bruno, claire, sophie, karim, paul, leo, nadia, helene"),
      });
    }
  });

  test("are refused to an unknown client", async () => {
    const answer = await askForToken({ grant_type: DEVELOPMENT_GRANT, client_id: "other", person: "karim" });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ error: "invalid_client" });
  });

  test("of one issuer are refused with the keys of another", async () => {
    const other = await startDevelopmentIssuer(options);
    try {
      await expect(verify(await other.issueToken("karim"))).rejects.toThrow();
    } finally {
      await other.close();
    }
  });
});

describe("the authorization-code flow", () => {
  const verifier = randomBytes(32).toString("base64url");
  const redirect = "http://localhost:5199/callback";
  const authorization = (changes: Record<string, string> = {}) => {
    const parameters = {
      client_id: DEVELOPMENT_CLIENT,
      response_type: "code",
      redirect_uri: redirect,
      scope: "openid",
      state: "a-state",
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
      code_challenge_method: "S256",
      ...changes,
    };
    return `${issuer.url}/auth?${new URLSearchParams(parameters)}`;
  };

  test("lets a browser choose a cast member and gives the client her token", async () => {
    const browser = new Browser();
    const loginPage = await browser.open(authorization());
    expect(loginPage.body).toContain("Karim (fictitious)");
    expect(loginPage.body).not.toMatch(/https?:\/\//);
    const callback = await browser.submit(loginPage.url, { person: "karim" }, redirect);
    const answered = new URL(callback.url).searchParams;
    expect(answered.get("state")).toBe("a-state");
    expect(answered.get("iss")).toBe(issuer.url);

    const exchange = {
      grant_type: "authorization_code",
      client_id: DEVELOPMENT_CLIENT,
      redirect_uri: redirect,
      code: answered.get("code") ?? "",
      code_verifier: verifier,
    };
    const answer = (await (await askForToken(exchange)).json()) as { access_token: string; id_token: string };
    expect((await verify(answer.access_token)).sub).toBe("karim");
    const replayed = await askForToken(exchange);
    expect(replayed.status).toBe(400);
    expect(await replayed.json()).toMatchObject({ error: "invalid_grant" });
  });

  test("refuses a person who is not in the cast and lets the browser choose again", async () => {
    const browser = new Browser();
    const loginPage = await browser.open(authorization());
    const refused = await browser.submit(loginPage.url, { person: "<b>mallory" }, redirect);
    expect(refused.status).toBe(400);
    expect(refused.body).toContain("&#60;b&#62;mallory&#34; is not in the development cast");
    const callback = await browser.submit(loginPage.url, { person: "amina" }, redirect);
    expect(new URL(callback.url).searchParams.get("code")).toBeTruthy();
  });

  test("refuses a login that another browser began", async () => {
    const loginPage = await new Browser().open(authorization());
    const refused = await new Browser().submit(loginPage.url, { person: "amina" }, redirect);
    expect(refused.status).toBe(400);
    expect(refused.body).toContain("start again from the client");
  });

  test("refuses a code without its verifier, and a request without a challenge", async () => {
    const browser = new Browser();
    const loginPage = await browser.open(authorization());
    const callback = await browser.submit(loginPage.url, { person: "amina" }, redirect);
    const exchange = {
      grant_type: "authorization_code",
      client_id: DEVELOPMENT_CLIENT,
      redirect_uri: redirect,
      code: new URL(callback.url).searchParams.get("code") ?? "",
      code_verifier: randomBytes(32).toString("base64url"),
    };
    expect(await (await askForToken(exchange)).json()).toMatchObject({ error: "invalid_grant" });
    const unprotected = await browser.open(authorization({ code_challenge: "" }), redirect);
    expect(new URL(unprotected.url).searchParams.get("error")).toBe("invalid_request");
  });

  test("refuses to send a code to another machine", async () => {
    const refused = await new Browser().open(authorization({ redirect_uri: "https://elsewhere.example/callback" }));
    expect(refused.status).toBe(400);
    expect(refused.body).toContain("redirect_uri");
  });
});

describe("the development issuer", () => {
  test("does not start in production", async () => {
    await expect(startDevelopmentIssuer({ ...options, isProduction: true })).rejects.toThrow(/does not start/);
    const run = await runNode([...runTypescript, "scripts/development/issuer-service.ts"], { NODE_ENV: "production" });
    expect(run).toMatchObject({ code: 1, stdout: "" });
    expect(run.stderr).toMatch(/^The development issuer lets anyone be anyone, so it does not start .*\n$/);
  });

  test("says which port is taken", async () => {
    const port = new URL(issuer.url).port;
    const run = await runNode([...runTypescript, "scripts/development/issuer-service.ts"], { PORT: port });
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining(`Port ${port} is already in use`) });
  });

  test("names itself by the address the hub reaches it under", async () => {
    const behind = await startDevelopmentIssuer({ ...options, publicUrl: "http://development-issuer:4010/" });
    try {
      expect(behind.url).toBe("http://development-issuer:4010");
      expect(decodeJwt(await behind.issueToken("amina")).iss).toBe("http://development-issuer:4010");
    } finally {
      await behind.close();
    }
  });
});

describe("npm run token", () => {
  const token = (...words: string[]) => runNode([...runTypescript, "scripts/token.ts", ...words]);

  test("prints the bearer token and nothing else", async () => {
    const { code, stdout, stderr } = await token("karim", "--issuer", issuer.url);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect((await verify(stdout.trim())).sub).toBe("karim");
  });

  test("says to start the hub when no issuer answers", async () => {
    const { code, stdout, stderr } = await token("karim", "--issuer", "http://127.0.0.1:1");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toBe(
      "No development issuer answers at http://127.0.0.1:1: run npm start first, or give --issuer URL.\n",
    );
  });

  test("lists the cast when the name is missing or unknown, and on --help", async () => {
    const runs = await Promise.all([token(), token("mallory"), token("--help"), token("--unknown")]);
    expect(runs.map(({ code }) => code)).toEqual([2, 2, 0, 2]);
    for (const { stdout, stderr } of runs) expect(stdout + stderr).toContain("karim   insertion référent");
    expect(runs.map(({ stdout }) => stdout === "")).toEqual([true, true, false, true]);
  });
});
