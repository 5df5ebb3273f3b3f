import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { calculateJwkThumbprint, type JWK } from "jose";

/** An Ed25519 key with which a process signs what it sends to its peers. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  /** The public half, as published at `/.well-known/jwks.json`. */
  readonly publicJwk: JWK;
}

/** Makes a fresh key, or reads one from PKCS#8 PEM so that several copies of a process share it. */
export async function loadSigningKey(pkcs8Pem?: string): Promise<SigningKey> {
  const privateKey = pkcs8Pem ? createPrivateKey(pkcs8Pem) : generateKeyPairSync("ed25519").privateKey;
  if (privateKey.asymmetricKeyType !== "ed25519") throw new Error("The signing key must be an Ed25519 key.");
  const jwk = createPublicKey(privateKey).export({ format: "jwk" }) as JWK;
  const kid = await calculateJwkThumbprint(jwk);
  return { kid, privateKey, publicJwk: { ...jwk, kid, alg: "EdDSA", use: "sig" } };
}
