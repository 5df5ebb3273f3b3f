/** Remembers the ids of live tokens: a second use within their lifetime is refused. Bounded by the lifetime. */
export class SeenTokens {
  readonly #ends = new Map<string, number>();

  /** @param acceptedUntil seconds since 1970 after which a token of this id would be refused anyway */
  isFirstUse(id: string, acceptedUntil: number): boolean {
    this.#forgetEnded();
    if (this.#ends.has(id)) return false;
    this.#ends.set(id, acceptedUntil);
    return true;
  }

  /** Ids are kept in order of arrival and all live equally long, so the ended ones stand first. */
  #forgetEnded(): void {
    const now = Date.now() / 1000;
    for (const [id, end] of this.#ends) {
      if (end > now) return;
      this.#ends.delete(id);
    }
  }
}
