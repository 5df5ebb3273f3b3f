import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from "jose";
import { request } from "undici";

const TIMEOUT_MS = 2_000;
const DISCOVERY_PAUSE_MS = 1_000;
const KEYS_PAUSE_MS = 30_000;
/** Keys this old are asked for again while they go on serving; twice as old, they are waited for. */
const KEYS_AGE_MS = 30_000;
/** An issuer that does not answer is believed to keep its keys for this long. */
const KEYS_LAST_MS = 10 * 60_000;

/** The identity provider cannot be asked for its keys: nobody can be recognised, which is not the client's fault. */
export class IssuerUnavailable extends Error {
  override readonly name = "IssuerUnavailable";
}

/**
 * Public keys of one OpenID Connect issuer, found by discovery at the first token and fetched again every 30 s while
 * tokens come, not more often for key ids that are unknown. While the issuer is down its last keys serve for ten
 * minutes; without any it is asked again at the next token, at most once a second.
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
  return renewed(
    createRemoteJWKSet(new URL(metadata.jwks_uri), {
      timeoutDuration: TIMEOUT_MS,
      cooldownDuration: KEYS_PAUSE_MS,
      cacheMaxAge: KEYS_LAST_MS,
    }),
  );
}

/** So a key an issuer withdrew serves a minute at most, unless the issuer itself is away. */
function renewed(keys: ReturnType<typeof createRemoteJWKSet>): JWTVerifyGetKey {
  let askedAt = 0;
  return async (header, token) => {
    const age = Date.now() - (askedAt || Date.now());
    if (age >= KEYS_AGE_MS || askedAt === 0) askedAt = Date.now();
    if (age >= KEYS_AGE_MS) {
      const asking = keys.reload().catch(() => undefined);
      if (age >= 2 * KEYS_AGE_MS) await asking;
    }
    return keys(header, token);
  };
}

const isAboutTheToken = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported;
