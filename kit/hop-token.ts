import { hash, randomUUID } from "node:crypto";
import { errors, type JWTPayload, jwtVerify } from "jose";
import type { PeerKeys } from "./peer-keys.ts";
import type { SeenTokens } from "./seen-tokens.ts";
import type { Viewer } from "./viewer.ts";

/** Authorization scheme of a hop between two processes of the hub: `Authorization: Hub <token>`. */
export const HOP_SCHEME = "Hub";
/** What a process of the hub signs for its calls: an SD-JWT (RFC 9901) that shows each peer the one call made to it. */
export const TOKEN_TYPE = "hub-hop+sd-jwt";
export const DIGEST_ALGORITHM = "sha-256";
/** The name under which a call stands in its disclosure. */
export const CALL = "hop";
export const LIFETIME_SECONDS = 30;
const CLOCK_SKEW_SECONDS = 5;

/** How a client makes sure that a change she sends again is made once. */
export interface Idempotency {
  /** Chosen by the client, one for each change she means. */
  readonly key: string;
  /** Hash of all she asked under it: another content under the same key is a mistake. */
  readonly content: string;
}

export interface HopClaims {
  /** Name of the process that signed: `gateway` or a subgraph. */
  readonly issuer: string;
  readonly viewer: Viewer | null;
  readonly requestId: string;
  /** How long the one who signed waits for the answer, in milliseconds, where it says so. */
  readonly waitMs?: number | undefined;
  /** Null for a change that is made as often as it is sent. */
  readonly idempotency: Idempotency | null;
}

/** What was signed for all calls made in one turn: `_sd` holds the digest of each disclosure, in no telling order. */
export interface SignedTurn extends JWTPayload {
  _sd_alg: typeof DIGEST_ALGORITHM;
  _sd: string[];
}

/** The one call a token vouches for. */
export interface DisclosedCall {
  readonly aud: string;
  /** Base64url SHA-256 of the exact bytes sent. */
  readonly bh: string;
  readonly rid: string;
  readonly viewer?: Viewer | undefined;
  readonly wait?: number | undefined;
  readonly idem?: Idempotency | undefined;
}

/** A hop that cannot be trusted; `message` says which check failed and carries no claim. */
export class HopRefused extends Error {
  override readonly name = "HopRefused";
}

/** Base64url SHA-256: of the exact bytes sent, so that a token vouches for one body only, and of a disclosure. */
export const digest = (content: string | Uint8Array): string => hash("sha256", content, "base64url");

export interface HopExpectation {
  /** The process that verifies, or, for a viewer token passed on, the process it was first sent to. */
  readonly audience: string;
  /** Who may have signed. */
  readonly issuers: readonly string[];
  /** The bytes received; absent only when the body was already checked by the peer that passes the token on. */
  readonly body?: Uint8Array;
}

/** Verifies signature, type, issuer, audience, times, body and, with `seen`, single use. Throws {@link HopRefused}. */
export async function verifyHop(
  token: string,
  keys: PeerKeys,
  expected: HopExpectation,
  seen?: SeenTokens,
): Promise<HopClaims> {
  const [signed = "", disclosure = "", end, ...more] = token.split("~");
  if (end !== "" || more.length > 0) throw new HopRefused("The token does not show exactly one call.");
  const turn = await readTurn(signed, keys, expected);
  if (turn._sd_alg !== DIGEST_ALGORITHM || !Array.isArray(turn._sd) || !turn._sd.includes(digest(disclosure)))
    throw new HopRefused("The call shown is none of those that were signed.");
  const { id, call } = readCall(disclosure);
  if (call.aud !== expected.audience) throw new HopRefused("The token is for another process.");
  if (expected.body && call.bh !== digest(expected.body)) throw new HopRefused("The token vouches for another body.");
  if (seen && !seen.isFirstUse(id, turn.exp! + CLOCK_SKEW_SECONDS)) throw new HopRefused("The token was already used.");
  return {
    issuer: turn.iss!,
    viewer: call.viewer ?? null,
    requestId: call.rid ?? randomUUID(),
    waitMs: typeof call.wait === "number" && call.wait > 0 ? call.wait : undefined,
    idempotency: call.idem ?? null,
  };
}

async function readTurn(signed: string, keys: PeerKeys, expected: HopExpectation): Promise<SignedTurn> {
  try {
    const { payload } = await jwtVerify<SignedTurn>(signed, keys.keyOf, {
      algorithms: ["EdDSA"],
      typ: TOKEN_TYPE,
      issuer: [...expected.issuers],
      clockTolerance: CLOCK_SKEW_SECONDS,
      maxTokenAge: LIFETIME_SECONDS,
      requiredClaims: ["exp", "iat", "_sd", "_sd_alg"],
    });
    return payload;
  } catch (error) {
    throw new HopRefused(
      error instanceof errors.JOSEError ? `The token is not valid (${error.code}).` : "The token cannot be verified.",
    );
  }
}

/** The salt of a disclosure, which nobody else can guess, is also the id of its token. */
function readCall(disclosure: string): { id: string; call: Partial<DisclosedCall> } {
  try {
    const [id, name, call] = JSON.parse(Buffer.from(disclosure, "base64url").toString()) as unknown[];
    if (typeof id === "string" && id !== "" && name === CALL && typeof call === "object" && call !== null)
      return { id, call };
  } catch {
    // Told below, like whatever else is no call.
  }
  throw new HopRefused("What the token shows is no call.");
}
