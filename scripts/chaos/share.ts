/** On a machine busy with other things some answers come too late: so many are still no sign of a fault. */
const TOLERATED = 0.2;

/** Counts answers that should all have been whole, and says whether more were lost than a busy machine explains. */
export class Share {
  #asked = 0;
  #lost = 0;
  readonly #codes = new Set<string>();

  note(codes: readonly string[]): void {
    this.#asked += 1;
    if (codes.length > 0) this.#lost += 1;
    for (const code of codes) this.#codes.add(code);
  }

  /** A sentence when too many were lost, or when none was asked, so that nothing was seen; else nothing. */
  mistakes(what: string): string[] {
    if (this.#asked === 0) return [`${what} were not asked for`];
    if (this.#lost <= this.#asked * TOLERATED) return [];
    return [`${what} were lost in ${this.#lost} of ${this.#asked} answers (${[...this.#codes].join(" ")})`];
  }
}
