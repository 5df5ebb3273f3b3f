/** The ledger, or what was said about it, cannot be trusted or read; the message says why in one sentence. */
export class LedgerRefused extends Error {
  override readonly name = "LedgerRefused";
}
