import { createServer, type RequestListener } from "node:http";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { listen } from "./listen.ts";

/** The `aud` of every token of the benchmark. */
export const AUDIENCE = "https://hub.bench";

export interface Identity {
  /** OpenID Connect issuer of the tokens. */
  readonly issuer: string;
  /** Base URL of a registry that knows everybody. */
  readonly registry: string;
  /** An access token for each person. */
  readonly tokens: readonly string[];
}

const TOKEN_SECONDS = 3_600;

/** So many people, whom the hub recognises as it does in earnest: by signed tokens and by asking a registry. */
export async function serveIdentity(people: number): Promise<Identity> {
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), alg: "RS256", kid: "bench", use: "sig" }] });
  const answers: Record<string, () => string> = {
    "/.well-known/openid-configuration": () => JSON.stringify({ issuer, jwks_uri: `${issuer}/jwks` }),
    "/jwks": () => keys,
  };
  const issuer = await listen(
    createServer((request, response) => {
      response.setHeader("content-type", "application/json");
      response.end(answers[request.url ?? ""]?.() ?? "{}");
    }),
    0,
  );
  const registry = await listen(createServer(recognise), 0);
  const sign = (index: number) =>
    new SignJWT({ client_id: "bench" })
      .setProtectedHeader({ alg: "RS256", typ: "at+jwt", kid: "bench" })
      .setIssuer(issuer)
      .setAudience(AUDIENCE)
      .setSubject(`person-${index}`)
      .setIssuedAt()
      .setExpirationTime(`${TOKEN_SECONDS}s`)
      .sign(privateKey);
  return { issuer, registry, tokens: await Promise.all(Array.from({ length: people }, (_, index) => sign(index))) };
}

/** `POST /viewer`, as the hub asks its registry; anything else is answered that it is ready. */
const recognise: RequestListener = async (request, response) => {
  const body = Buffer.concat(await request.toArray()).toString();
  response.setHeader("content-type", "application/json");
  if (request.url !== "/viewer") return void response.end("{}");
  const { issuer, subject, application, spending } = JSON.parse(body);
  const viewer = { subject: `${issuer}|${subject}`, organization: null, roles: [], dataSubject: null, application };
  const budgets = spending.map((one: object) => ({ ...one, fullInMs: 0, waitMs: 0 }));
  return void response.end(JSON.stringify({ viewer, budgets }));
};
