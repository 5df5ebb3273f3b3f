/** A timer this late tells that the process was busy with something else, not that somebody was slow. */
const LATE_MS = 50;

/**
 * Calls `over` after `ms` in which this process could listen; the function it returns takes that back. While a process is
 * busy (it takes over a new schema, say) answers lie unread: a timer that fires late gives back, once, the time it was late
 * by, so that nobody is blamed for it.
 */
export function afterFairTime(ms: number, over: () => void): () => void {
  const dueAt = performance.now() + ms;
  let timer = setTimeout(() => {
    const lateBy = performance.now() - dueAt;
    if (lateBy < LATE_MS) over();
    else timer = setTimeout(over, Math.min(lateBy, ms));
  }, ms);
  return () => clearTimeout(timer);
}
