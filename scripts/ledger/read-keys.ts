import { createPublicKey, type KeyObject } from "node:crypto";
import { readFile } from "node:fs/promises";
import { LedgerRefused } from "./ledger-refused.ts";

/** Reads Ed25519 public keys in PEM, one a file. */
export async function readKeys(files: readonly string[]): Promise<KeyObject[]> {
  return Promise.all(
    files.map(async (file) => {
      try {
        const key = createPublicKey(await readFile(file));
        if (key.asymmetricKeyType === "ed25519") return key;
      } catch {
        // Said below, whatever the reason.
      }
      throw new LedgerRefused(`${file} is not an Ed25519 public key in PEM.`);
    }),
  );
}
