/** An error of a source, still unfiltered. */
export interface SourceError {
  readonly path?: unknown;
  readonly message?: unknown;
  readonly extensions?: { readonly code?: unknown; readonly retryAfterMs?: unknown };
}

/** One operation to send to one source. */
export interface SourceCall {
  readonly source: string;
  readonly operation: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly isMutation: boolean;
  readonly signal: AbortSignal | undefined;
  /** The call as the JSON text of a GraphQL request, put together from parts that are already text. */
  body(): string;
}

/** What a source answered, or why there is no answer, in the words of whoever made the transport. */
export type SourceOutcome<Failure> =
  | { readonly data: Record<string, unknown> | null; readonly errors: readonly SourceError[] }
  | { readonly failure: Failure };

/** Sends one call. It tells failures by its outcome and never rejects; the engine may change the data it hands over. */
export type Transport<Failure> = (call: SourceCall) => Promise<SourceOutcome<Failure>>;
