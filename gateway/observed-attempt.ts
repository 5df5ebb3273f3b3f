import { currentRequest, withinRequest } from "../kit/request-scope.ts";
import type { AttemptEnd, ObserveAttempt } from "./engine/sources/source-request.ts";

/** Gives one of several calls made at the same time a place of its own in the running request's trace. */
export function apart<Result>(work: () => Result): Result {
  const scope = currentRequest();
  return scope ? withinRequest({ ...scope }, work) : work();
}

/** A span for each attempt to reach a source, of which the source's own work becomes a part; `count` is told of its end. */
export function observedAttempt(count: (source: string, end: AttemptEnd) => void = () => {}): ObserveAttempt {
  return ({ source, isMutation, attempt }) => {
    const scope = currentRequest();
    const outer = scope?.span;
    const span = outer?.begin("source");
    if (scope && span) scope.span = span;
    return (end) => {
      const { kind, bytes } = end;
      span?.end({ source, attempt, isMutation, bytes, outcome: kind }, kind === "answered" ? undefined : kind);
      if (scope && outer) scope.span = outer;
      count(source, end);
    };
  };
}
