/** A condition with a `?` for each of its values. */
export interface Clause {
  readonly sql: string;
  readonly values: unknown[];
}

export function joinClauses(clauses: readonly Clause[]): Clause {
  return { sql: clauses.map(({ sql }) => sql).join("\n and "), values: clauses.flatMap(({ values }) => values) };
}
