/** How one of several concurrent attempts at the same thing ended. */
export interface Attempt {
  /** Identifier it was told, when it was told one. */
  readonly id: string | null;
  /** Why it was refused, when it was. */
  readonly code: string | null;
}

/**
 * What is wrong with attempts of which one thing at most may come: those told that it exists must be told the same one, the
 * others a declared refusal, and it must be there exactly as often as somebody was told so.
 */
export function mistakesOfAttempts(attempts: readonly Attempt[], rows: number, declared: readonly string[]): string[] {
  const ids = new Set(attempts.flatMap(({ id }) => id ?? []));
  const undeclared = attempts.filter(({ id, code }) => id === null && !declared.includes(code ?? ""));
  const expected = ids.size > 0 ? 1 : 0;
  return [
    ...(ids.size > 1 ? [`${ids.size} different ones were told`] : []),
    ...(undeclared.length > 0
      ? [
          `${undeclared.length} attempts lost without a declared reason (${[...new Set(undeclared.map(({ code }) => code))].join(" ")})`,
        ]
      : []),
    ...(rows !== expected ? [`there are ${rows}, where ${expected} was told`] : []),
  ];
}
