import { randomUUID, sign } from "node:crypto";
import {
  CALL,
  DIGEST_ALGORITHM,
  type DisclosedCall,
  digest,
  type Idempotency,
  LIFETIME_SECONDS,
  type SignedTurn,
  TOKEN_TYPE,
} from "./hop-token.ts";
import type { SigningKey } from "./signing-key.ts";
import type { Viewer } from "./viewer.ts";

export interface Hop {
  readonly issuer: string;
  readonly audience: string;
  readonly viewer?: Viewer | null;
  readonly requestId: string;
  readonly idempotency?: Idempotency | null;
  readonly body: string | Uint8Array;
  /** How long the answer is waited for, in milliseconds: work that lasts longer is for nobody. */
  readonly waitMs?: number;
}

/** A signature with so many digests is a header of about a kilobyte. */
const MOST_CALLS = 16;

/** The calls of one turn that wait for their signature. */
interface Turn {
  readonly digests: string[];
  readonly sign: () => void;
  readonly signed: Promise<string>;
}

const turns = new WeakMap<SigningKey, Map<string, Turn>>();

/**
 * Vouches for one call. All calls a process makes in one turn share one signature, which costs more than anything else of a
 * call; each peer is shown its own call and of the others nothing but salted digests.
 */
export async function signHop(key: SigningKey, hop: Hop): Promise<string> {
  const { issuer, audience, viewer, requestId, idempotency, body, waitMs } = hop;
  const call: DisclosedCall = {
    aud: audience,
    bh: digest(body),
    rid: requestId,
    viewer: viewer ?? undefined,
    wait: waitMs,
    idem: idempotency ?? undefined,
  };
  const disclosure = encode([randomUUID(), CALL, call]);
  const turn = currentTurn(key, issuer);
  turn.digests.push(digest(disclosure));
  if (turn.digests.length === MOST_CALLS) turn.sign();
  return `${await turn.signed}~${disclosure}~`;
}

function currentTurn(key: SigningKey, issuer: string): Turn {
  const open = turns.get(key) ?? new Map<string, Turn>();
  turns.set(key, open);
  const known = open.get(issuer);
  if (known) return known;
  const digests: string[] = [];
  const { promise: signed, resolve, reject } = Promise.withResolvers<string>();
  const end = () => {
    clearImmediate(atEndOfTurn);
    open.delete(issuer);
    try {
      resolve(signTurn(key, issuer, digests));
    } catch (error) {
      reject(error);
    }
  };
  const atEndOfTurn = setImmediate(end);
  const turn = { digests, signed, sign: end };
  open.set(issuer, turn);
  return turn;
}

/** Written out rather than left to jose, whose signature goes through WebCrypto's queue (65 µs here, 160 µs there). */
function signTurn(key: SigningKey, issuer: string, digests: readonly string[]): string {
  const now = Math.floor(Date.now() / 1000);
  const turn: SignedTurn = {
    iss: issuer,
    iat: now,
    exp: now + LIFETIME_SECONDS,
    _sd_alg: DIGEST_ALGORITHM,
    // The order of arrival would tell which call came first.
    _sd: digests.toSorted(),
  };
  const signed = `${encode({ alg: "EdDSA", typ: TOKEN_TYPE, kid: key.kid })}.${encode(turn)}`;
  const signature = sign(null, Buffer.from(signed), key.privateKey);
  return `${signed}.${signature.toString("base64url")}`;
}

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");
