import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";

export const AUDIENCE = "https://hub.test";

export interface Issuer {
  readonly url: string;
  readonly keys: Record<"RS256" | "ES256" | "EdDSA", { kid: string; privateKey: CryptoKey; publicKey: CryptoKey }>;
  /** How often each address was fetched. */
  readonly fetched: Record<string, number>;
  /** Ids of keys it does not publish any more. */
  readonly withdrawn: Set<string>;
  /** An access token as a well-behaved issuer makes it, but for what is given. */
  sign(claims?: JWTPayload, header?: Record<string, unknown>): Promise<string>;
  /** Listens again at the same address after `close`. */
  reopen(): Promise<void>;
  close(): Promise<void>;
}

/** A small OpenID Connect issuer: discovery and keys over HTTP, and tokens on demand. */
export async function startIssuer(): Promise<Issuer> {
  const keys = { RS256: await makeKey("RS256"), ES256: await makeKey("ES256"), EdDSA: await makeKey("EdDSA") };
  const fetched: Record<string, number> = {};
  const withdrawn = new Set<string>();
  const server = createServer(async (request, response) => {
    const path = request.url ?? "";
    fetched[path] = (fetched[path] ?? 0) + 1;
    response.setHeader("content-type", "application/json");
    if (path === "/.well-known/openid-configuration")
      return response.end(JSON.stringify({ issuer: url, jwks_uri: `${url}/jwks` }));
    if (path !== "/jwks") return response.writeHead(404).end();
    const published = await Promise.all(
      Object.entries(keys).map(async ([alg, key]) => ({
        ...(await exportJWK(key.publicKey)),
        alg,
        kid: key.kid,
        use: "sig",
      })),
    );
    response.end(JSON.stringify({ keys: published.filter(({ kid }) => !withdrawn.has(kid)) }));
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  await listen(0);
  const url = addressOf(server.address());
  return {
    url,
    keys,
    fetched,
    withdrawn,
    sign(claims = {}, header = {}) {
      const now = Math.floor(Date.now() / 1000);
      const standard = { iss: url, aud: AUDIENCE, sub: "karim", client_id: "portal", iat: now, exp: now + 300 };
      const payload = Object.fromEntries(
        Object.entries({ ...standard, ...claims }).filter(([, value]) => value !== undefined),
      );
      return new SignJWT(payload)
        .setProtectedHeader({ alg: "RS256", typ: "at+jwt", kid: keys.RS256.kid, ...header })
        .sign(keys[(header.alg as "RS256") ?? "RS256"].privateKey);
    },
    reopen: () => listen(Number(new URL(url).port)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function makeKey(algorithm: string) {
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
  return { privateKey, publicKey, kid: await calculateJwkThumbprint(await exportJWK(publicKey)) };
}

const addressOf = (address: ReturnType<ReturnType<typeof createServer>["address"]>): string =>
  `http://127.0.0.1:${(address as AddressInfo).port}`;
