import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { keyIdOf } from "../policies/tree-head.ts";
import type { LedgerDatabase } from "./ledger-database.ts";

/**
 * The key that signs heads: the operator's own when there is one, else the one the registry made at its first start and
 * keeps in its database, for development. Its public half stays on record, so that older heads can be checked after a change.
 */
export async function loadLedgerKey(database: LedgerDatabase, pkcs8Pem?: string): Promise<KeyObject> {
  if (pkcs8Pem) {
    const privateKey = createPrivateKey(pkcs8Pem);
    await recordKey(database, privateKey, null);
    return privateKey;
  }
  const kept = () =>
    database.query(
      "select private_key from ledger_key where private_key is not null order by first_used_at, kid limit 1",
    );
  const { rows } = await kept();
  if (rows[0]) return createPrivateKey(rows[0].private_key);
  const { privateKey } = generateKeyPairSync("ed25519");
  await recordKey(database, privateKey, privateKey.export({ type: "pkcs8", format: "pem" }) as string);
  // Another copy of the registry may have made one at the same moment: all of them sign with the first.
  return createPrivateKey((await kept()).rows[0].private_key);
}

async function recordKey(database: LedgerDatabase, privateKey: KeyObject, kept: string | null): Promise<void> {
  const publicKey = createPublicKey(privateKey);
  await database.query(
    "insert into ledger_key (kid, public_key, private_key) values ($1, $2, $3) on conflict do nothing",
    [keyIdOf(publicKey), publicKey.export({ type: "spki", format: "pem" }), kept],
  );
}

/** Every public key that signed or will sign heads, the newest first. */
export async function listLedgerKeys(database: LedgerDatabase): Promise<KeyObject[]> {
  const { rows } = await database.query("select public_key from ledger_key order by first_used_at desc, kid");
  return rows.map(({ public_key }) => createPublicKey(public_key));
}
