import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from "jose";
import { request } from "undici";

const TIMEOUT_MS = 2_000;
const DISCOVERY_PAUSE_MS = 1_000;
const KEYS_PAUSE_MS = 30_000;

/** The identity provider cannot be asked for its keys: nobody can be recognised, which is not the client's fault. */
export class IssuerUnavailable extends Error {
  override readonly name = "IssuerUnavailable";
}

/**
 * Public keys of one OpenID Connect issuer, found by discovery at the first token and fetched again at most every 30 s
 * when a key id is unknown. An issuer that is down is asked again at the next token, at most once a second.
 */
export function issuerKeys(issuer: string): JWTVerifyGetKey {
  let keys: JWTVerifyGetKey | undefined;
  let discovery: Promise<JWTVerifyGetKey> | undefined;
  let failedAt = 0;
  const discovered = async (): Promise<JWTVerifyGetKey> => {
    if (keys) return keys;
    if (Date.now() - failedAt < DISCOVERY_PAUSE_MS) throw new IssuerUnavailable();
    discovery ??= discover(issuer).finally(() => {
      discovery = undefined;
    });
    try {
      keys = await discovery;
      return keys;
    } catch {
      failedAt = Date.now();
      throw new IssuerUnavailable();
    }
  };
  return async (header, token) => {
    const find = await discovered();
    try {
      return await find(header, token);
    } catch (error) {
      throw isAboutTheToken(error) ? error : new IssuerUnavailable();
    }
  };
}

async function discover(issuer: string): Promise<JWTVerifyGetKey> {
  const address = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const answer = await request(address, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  const metadata = (await answer.body.json()) as { issuer?: unknown; jwks_uri?: unknown };
  const isItself = answer.statusCode === 200 && metadata.issuer === issuer;
  if (!isItself || typeof metadata.jwks_uri !== "string") throw new IssuerUnavailable();
  return createRemoteJWKSet(new URL(metadata.jwks_uri), {
    timeoutDuration: TIMEOUT_MS,
    cooldownDuration: KEYS_PAUSE_MS,
  });
}

const isAboutTheToken = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported;
