import { AsyncLocalStorage } from "node:async_hooks";

interface Awaited {
  /** Instant of `performance.now()`. */
  readonly deadlineAt: number;
  readonly gone: AbortSignal;
}

const current = new AsyncLocalStorage<Awaited>();

/** Runs work for somebody who waits no longer than `waitMs`, and who may leave before. Without a wait it is just run. */
export function whileAwaited<Result>(waitMs: number | undefined, gone: AbortSignal, work: () => Result): Result {
  return current.run({ deadlineAt: performance.now() + (waitMs ?? Number.POSITIVE_INFINITY), gone }, work);
}

/** Milliseconds for which somebody waits for the running work; infinite where nobody said. */
export function awaitedForMs(): number {
  const awaited = current.getStore();
  return awaited ? awaited.deadlineAt - performance.now() : Number.POSITIVE_INFINITY;
}

/** Aborted when whoever waited for the running work has left. */
export const awaiterGone = (): AbortSignal | undefined => current.getStore()?.gone;
