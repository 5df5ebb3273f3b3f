import { CLOCK_SKEW_SECONDS } from "./hop-token.ts";

/** Remembers the ids of live tokens: a second use within their lifetime is refused. Bounded by the lifetime. */
export class SeenTokens {
  readonly #expiries = new Map<string, number>();

  isFirstUse(id: string, expiresAtSeconds: number): boolean {
    this.#forgetExpired();
    if (this.#expiries.has(id)) return false;
    this.#expiries.set(id, expiresAtSeconds + CLOCK_SKEW_SECONDS);
    return true;
  }

  /** Ids are kept in order of arrival and all live equally long, so the expired ones stand first. */
  #forgetExpired(): void {
    const now = Date.now() / 1000;
    for (const [id, expiresAt] of this.#expiries) {
      if (expiresAt > now) return;
      this.#expiries.delete(id);
    }
  }
}
