export interface FairDeadline {
  /** Aborted when the time is over. */
  readonly signal: AbortSignal;
  /** To be called once nobody waits any more. */
  clear(): void;
}

/** A timer this late tells that the process was busy with something else, not that somebody was slow. */
const LATE_MS = 50;

/**
 * Ends after `ms` in which this process could listen. While a process is busy (it takes over a new schema, say) answers
 * lie unread: a timer that fires late gives back, once, the time it was late by, so that nobody is blamed for it.
 */
export function startFairDeadline(ms: number): FairDeadline {
  const controller = new AbortController();
  const dueAt = performance.now() + ms;
  let timer = setTimeout(() => {
    const lateBy = performance.now() - dueAt;
    if (lateBy < LATE_MS) controller.abort();
    else timer = setTimeout(() => controller.abort(), Math.min(lateBy, ms));
  }, ms);
  return { signal: controller.signal, clear: () => clearTimeout(timer) };
}
