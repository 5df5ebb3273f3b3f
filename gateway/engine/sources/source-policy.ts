/** What calling one source may cost, and when it is left in peace. Times in milliseconds. */
export interface SourcePolicy {
  /** For all attempts of one request together. */
  readonly timeoutMs: number;
  /** The longest answer that is read, in bytes. */
  readonly answerBytes: number;
  /** Requests on their way to the source at once. */
  readonly mostInFlight: number;
  /** Requests that may wait for one of those places. */
  readonly mostWaiting: number;
  readonly longestWaitMs: number;
  readonly breaker: BreakerPolicy;
  /** The second attempt of a query starts after a pause of random length, between half of this and this. */
  readonly retryPauseMs: number;
}

export interface BreakerPolicy {
  /** What is older is forgotten. */
  readonly windowMs: number;
  /** Failures in the window, when they are also half of the attempts, after which nothing is sent. */
  readonly failures: number;
  /** How long nothing is sent before one attempt may try. */
  readonly restMs: number;
}
