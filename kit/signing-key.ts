import { createPrivateKey, createPublicKey } from "node:crypto";
import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importPKCS8, type JWK } from "jose";

/** An Ed25519 key with which a process signs what it sends to its peers. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  /** The public half, as published at `/.well-known/jwks.json`. */
  readonly publicJwk: JWK;
}

/** Makes a fresh key, or reads one from PKCS#8 PEM so that several copies of a process share it. */
export async function loadSigningKey(pkcs8Pem?: string): Promise<SigningKey> {
  if (!pkcs8Pem) {
    const { privateKey, publicKey } = await generateKeyPair("EdDSA", { crv: "Ed25519" });
    return withKid(privateKey, await exportJWK(publicKey));
  }
  const publicJwk = createPublicKey(createPrivateKey(pkcs8Pem)).export({ format: "jwk" }) as JWK;
  return withKid(await importPKCS8(pkcs8Pem, "EdDSA"), publicJwk);
}

async function withKid(privateKey: CryptoKey, jwk: JWK): Promise<SigningKey> {
  const kid = await calculateJwkThumbprint(jwk);
  return { kid, privateKey, publicJwk: { ...jwk, kid, alg: "EdDSA", use: "sig" } };
}
