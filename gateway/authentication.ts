import { hash } from "node:crypto";
import { decodeJwt, decodeProtectedHeader, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from "jose";
import { LRUCache } from "lru-cache";
import { RequestRefused } from "./errors.ts";
import { IssuerUnavailable, issuerKeys } from "./issuer-keys.ts";

/** An OpenID Connect issuer the hub trusts; `alias` names it inside the hub, `url` is its exact `iss`. */
export interface TrustedIssuer {
  readonly alias: string;
  readonly url: string;
}

/** Who a verified access token speaks for; what she may do is not in it. */
export interface Identity {
  /** Alias of the issuer. */
  readonly issuer: string;
  /** The issuer's `sub`. */
  readonly subject: string;
  /** OAuth client through which she asks. */
  readonly application: string;
}

const ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"];
/** Clocks of issuer and hub may differ by this much for `iat` and `nbf`; an expired token is expired. */
const SKEW_SECONDS = 30;
const BEARER = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i;
/**
 * A token verified this recently is not verified again. What is remembered is who asks, never what she may do: the
 * registry is asked that at every request.
 */
const REMEMBERED_MS = 5_000;
const MOST_REMEMBERED = 5_000;
/** Header parameters that bring or point to a key, or change how the token must be read. */
const REFUSED_PARAMETERS = ["crit", "jwk", "jku", "x5u", "x5c", "b64"];

export type Authenticate = (rawHeaders: readonly string[]) => Promise<Identity>;

/**
 * Reads the client's token: exactly one `Authorization: Bearer` header, an access token (`typ: at+jwt`) of a trusted
 * issuer, made for exactly this hub. The only place that looks at it. Throws {@link RequestRefused}.
 */
export function createAuthentication(options: { issuers: readonly TrustedIssuer[]; audience: string }): Authenticate {
  const issuers = new Map(options.issuers.map((issuer) => [issuer.url, { ...issuer, keys: issuerKeys(issuer.url) }]));
  const verified = new LRUCache<string, { identity: Identity; until: number }>({ max: MOST_REMEMBERED });
  return async (rawHeaders) => {
    const token = bearerToken(rawHeaders);
    const key = hash("sha256", token, "base64url");
    const known = verified.get(key);
    if (known && Date.now() < known.until) return known.identity;
    const claimed = readUnverified(token);
    const issuer = issuers.get(claimed);
    if (!issuer) throw notAuthenticated("the issuer is not trusted");
    const payload = await verify(token, issuer.keys, { issuer: issuer.url, audience: options.audience });
    const application = payload.client_id ?? payload.azp;
    if (typeof application !== "string" || application === "") throw notAuthenticated("client_id is missing");
    const identity = { issuer: issuer.alias, subject: payload.sub!, application };
    verified.set(key, { identity, until: Math.min(Date.now() + REMEMBERED_MS, payload.exp! * 1_000) });
    return identity;
  };
}

function bearerToken(rawHeaders: readonly string[]): string {
  const values = rawHeaders.filter(
    (_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === "authorization",
  );
  if (values.length === 0) throw notAuthenticated("an access token is required");
  if (values.length > 1) throw notAuthenticated("more than one Authorization header");
  const token = BEARER.exec(values[0]!)?.[1];
  if (!token) throw notAuthenticated("the Authorization header must be Bearer and one token");
  return token;
}

/** The issuer a token claims; it only chooses whose keys are tried, after headers that steer key choice are refused. */
function readUnverified(token: string): string {
  try {
    const header = decodeProtectedHeader(token);
    if (REFUSED_PARAMETERS.some((parameter) => parameter in header)) throw new Error();
    return String(decodeJwt(token).iss);
  } catch {
    throw notAuthenticated("the token cannot be read");
  }
}

async function verify(token: string, keys: JWTVerifyGetKey, expected: { issuer: string; audience: string }) {
  let payload: JWTPayload;
  try {
    ({ payload } = await jwtVerify(token, keys, {
      ...expected,
      algorithms: ALGORITHMS,
      typ: "at+jwt",
      clockTolerance: SKEW_SECONDS,
      requiredClaims: ["exp", "iat", "sub"],
    }));
  } catch (error) {
    if (error instanceof IssuerUnavailable) throw issuerUnavailable();
    throw notAuthenticated("the token is not valid");
  }
  // Bound to a key its holder must prove to have (RFC 8705, RFC 9449): the hub checks no such proof, so whoever took
  // the token could use it here as if it were a plain one.
  if (payload.cnf !== undefined)
    throw notAuthenticated("the token is bound to a key and this hub verifies no such proof");
  const now = Date.now() / 1000;
  if (payload.exp! <= now) throw notAuthenticated("the token has expired");
  if (payload.iat! > now + SKEW_SECONDS) throw notAuthenticated("the token is not valid yet");
  // A token that also opens other doors could be replayed here by whoever stands behind them.
  const isForUsAlone = !Array.isArray(payload.aud) || payload.aud.length === 1;
  if (!isForUsAlone || !payload.sub) throw notAuthenticated("the token was not made for this hub alone");
  return payload;
}

function notAuthenticated(reason: string): RequestRefused {
  const challenge = `Bearer error="invalid_token", error_description="${reason}"`;
  return new RequestRefused(401, { code: "UNAUTHENTICATED" }, { "www-authenticate": challenge });
}

function issuerUnavailable(): RequestRefused {
  const message = "Tokens cannot be verified right now because their issuer does not answer; try again shortly.";
  return new RequestRefused(503, { code: "SOURCE_UNAVAILABLE", message, retryAfterMs: 2_000 }, { "retry-after": "2" });
}
