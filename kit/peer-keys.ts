import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from "jose";

/** Base URL of each process of the hub by its name; read at each use, so it may be completed after start. */
export type Peers = Readonly<Record<string, string>>;

/** The name of the process clients speak to. */
export const GATEWAY = "gateway";

/** Finds the public key of a peer by the issuer its token claims; a key never vouches for another issuer. */
export interface PeerKeys {
  readonly keyOf: JWTVerifyGetKey;
}

/** Public keys fetched from `<base>/.well-known/jwks.json`, refreshed at most once a second when a key id is unknown. */
export function peerKeysAt(peers: Peers): PeerKeys {
  const sets = new Map<string, JWTVerifyGetKey>();
  const keysOf = (issuer: string): JWTVerifyGetKey => {
    const base = Object.hasOwn(peers, issuer) ? peers[issuer] : undefined;
    if (!base) throw new errors.JWKSNoMatchingKey();
    const url = new URL("/.well-known/jwks.json", base);
    const set = sets.get(url.href) ?? createRemoteJWKSet(url, { cooldownDuration: 1000, timeoutDuration: 1000 });
    sets.set(url.href, set);
    return set;
  };
  return { keyOf: async (header, token) => keysOf(claimedIssuer(token.payload))(header, token) };
}

/** The issuer an unverified payload names: it only chooses whose keys are tried. */
function claimedIssuer(payload: string | Uint8Array): string {
  const { iss } = JSON.parse(Buffer.from(payload.toString(), "base64url").toString()) as { iss?: unknown };
  return typeof iss === "string" ? iss : "";
}
