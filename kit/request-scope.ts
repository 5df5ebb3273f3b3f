import { AsyncLocalStorage } from "node:async_hooks";
import { noSpan, type Span } from "./span.ts";

/** What is remembered of the request being served, for whatever function serves it. */
export interface RequestScope {
  /** Undefined until the sender is known. */
  requestId: string | undefined;
  /** The work going on: what is begun now is part of it. */
  span: Span;
  /** SQL statements sent for it. */
  statements: number;
  /** Questions whether a value may be shown, by answer. */
  readonly decisions: { permitted: number; refused: number; unanswered: number };
  /** Told how long each phase took, in milliseconds. */
  readonly onPhase?: ((phase: string, ms: number) => void) | undefined;
}

const scopes = new AsyncLocalStorage<RequestScope>();

export const newRequestScope = (span: Span = noSpan, requestId?: string): RequestScope => ({
  requestId,
  span,
  statements: 0,
  decisions: { permitted: 0, refused: 0, unanswered: 0 },
});

/** Runs `work` as part of a request. */
export const withinRequest = <Result>(scope: RequestScope, work: () => Result): Result => scopes.run(scope, work);

/** The request that is being served here; undefined outside of one. */
export const currentRequest = (): RequestScope | undefined => scopes.getStore();

/** Runs one phase of the running request in a span of its own. Phases follow one another; `phase` is a word of a closed list. */
export function during<Result>(phase: string, work: () => Result): Result {
  const scope = currentRequest();
  if (!scope) return work();
  const outer = scope.span;
  const startedAt = performance.now();
  scope.span = outer.begin(phase);
  const end = (failure?: string) => {
    scope.span.end({}, failure);
    scope.span = outer;
    scope.onPhase?.(phase, performance.now() - startedAt);
  };
  let result: Result;
  try {
    result = work();
  } catch (error) {
    end(FAILED);
    throw error;
  }
  if (!(result instanceof Promise)) end();
  else
    result.then(
      () => end(),
      () => end(FAILED),
    );
  return result;
}

const FAILED = "FAILED";
