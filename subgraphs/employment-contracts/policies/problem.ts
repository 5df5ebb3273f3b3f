/** A broken rule: the input field concerned and what to do, in one sentence that quotes no value of the person's record. */
export interface Problem {
  readonly field: string;
  readonly message: string;
}

/** The first broken rule, if any. */
export const firstProblem = (...problems: readonly (Problem | null)[]): Problem | null =>
  problems.find((problem) => problem !== null) ?? null;
