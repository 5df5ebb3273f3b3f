import { setImmediate as nextTurn, setTimeout as pause } from "node:timers/promises";
import { type Ask, type FaultKind, faultOf, type SourceFault } from "./source-request.ts";

/** What may be over a moment later; a nonsense answer would come again, and a late one has used up the time. */
const passing: ReadonlySet<FaultKind> = new Set(["unreachable", "failing", "busy"]);

/**
 * Asks a second time where that may help and the time suffices. Never for a change: nobody knows whether the first attempt
 * made it. Half of the pause is random, so that all who met the same failure do not come back together; the other half
 * is the least it takes for other connections to the same dead server to be known as broken, too.
 */
export function withRetry(ask: Ask, retryPauseMs: number): Ask {
  return async (request, attempt) => {
    const first = await ask(request, attempt);
    const fault = faultOf(first);
    if (!fault || request.isMutation || !passing.has(fault.kind)) return first;
    const pauseMs = pauseBefore(fault, retryPauseMs);
    if (performance.now() + pauseMs >= request.deadlineAt) return first;
    try {
      await pause(pauseMs, undefined, { signal: request.signal });
      // What the network told meanwhile is heard first: a connection that is cut is no longer taken for a good one.
      await nextTurn();
    } catch {
      return first;
    }
    return ask(request, attempt + 1);
  };
}

const pauseBefore = ({ retryAfterMs = 0 }: SourceFault, retryPauseMs: number): number =>
  retryAfterMs + ((1 + Math.random()) / 2) * retryPauseMs;
