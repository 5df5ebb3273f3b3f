/** What may be said of a piece of work outside the hub: closed words, names of processes, numbers. Never a value of a record. */
export type SpanFacts = Readonly<Record<string, string | number | boolean | undefined>>;

/** One piece of work in a trace. */
export interface Span {
  /** W3C Trace Context header that continues the trace in the next process; undefined when nothing is traced. */
  readonly traceparent: string | undefined;
  begin(name: string): Span;
  /** Ends it, once; `failure` is a code of a closed list. */
  end(facts?: SpanFacts, failure?: string): void;
}

export interface Tracer {
  /** Begins a request; `traceparent`, as received, makes it part of the caller's trace. */
  begin(name: string, traceparent?: string): Span;
  /** Sends what is left, for a short while. */
  close(): Promise<void>;
}

export const noSpan: Span = {
  traceparent: undefined,
  begin: () => noSpan,
  end() {},
};

export const noTracer: Tracer = {
  begin: () => noSpan,
  close: async () => {},
};
