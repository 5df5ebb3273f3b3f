import type { CircuitBreaker, Verdict } from "./circuit-breaker.ts";
import { type Ask, type Attempted, type FaultKind, failed, faultOf } from "./source-request.ts";
import type { WaitingLine } from "./waiting-line.ts";

/** Lets through as many attempts as a source can bear, and none while it is to be left in peace. */
export function withGate(ask: Ask, breaker: CircuitBreaker, line: WaitingLine, longestWaitMs: number): Ask {
  const resting = () => failed("resting", false, breaker.refusedForMs);
  return async (request, attempt) => {
    if (breaker.refusedForMs !== undefined) return resting();
    const waitMs = Math.min(longestWaitMs, request.deadlineAt - performance.now());
    const entered = line.enter(waitMs, request.signal);
    if (!(entered === true || (await entered)))
      return request.signal?.aborted ? failed("abandoned", false) : failed("crowded", false, longestWaitMs);
    try {
      // The source may have been found ill by those before in the line.
      return (await breaker.watch(() => ask(request, attempt), judge)) ?? resting();
    } finally {
      line.leave();
    }
  };
}

const signsOfIllness: ReadonlySet<FaultKind> = new Set(["unreachable", "failing", "invalid", "late"]);
const signsOfLife: ReadonlySet<FaultKind> = new Set(["busy", "forbidding"]);

function judge(attempted: Attempted): Verdict {
  const kind = faultOf(attempted)?.kind;
  if (kind === undefined || signsOfLife.has(kind)) return "well";
  return signsOfIllness.has(kind) ? "ill" : "nothing";
}
