import type { KeyObject } from "node:crypto";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { LedgerDatabase } from "./ledger-database.ts";
import { loadLedgerKey } from "./ledger-key.ts";

/**
 * Receipts are signed with the lasting key of the registry, which also signs the heads of its ledger: whoever keeps one for
 * years finds the key under which it verifies. What is signed can never be mistaken for a head, which begins with a brace.
 */
export const loadReceiptKey = (em: EntityManager, pkcs8Pem: string | undefined): Promise<KeyObject> =>
  loadLedgerKey(onOrm(em), pkcs8Pem);

/** Statements of the ledger on the connection of a request: each of their parameters stands once, in order. */
const onOrm = (em: EntityManager): LedgerDatabase => ({
  query: async (text, values = []) =>
    ({ rows: await em.execute(text.replace(/\$\d+/g, "?"), values) }) as Awaited<ReturnType<LedgerDatabase["query"]>>,
});
