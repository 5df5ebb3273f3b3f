/** What a client was shown of somebody in one answer. */
export interface Shown {
  readonly requestId: string;
  readonly category: string;
}

/** A row of the registry's log of decisions. */
export interface LoggedDecision {
  readonly requestId: string;
  readonly category: string;
  readonly isPermitted: boolean;
}

/** Answers that showed something for which the log holds no permission: empty when everything shown was logged. */
export function untraced(shown: readonly Shown[], log: readonly LoggedDecision[]): Shown[] {
  const permitted = new Set(log.filter(({ isPermitted }) => isPermitted).map(keyOf));
  return shown.filter((one) => !permitted.has(keyOf(one)));
}

/** Requests that were refused and left no row. */
export function untracedRefusals(requestIds: readonly string[], log: readonly LoggedDecision[]): string[] {
  const refused = new Set(log.filter(({ isPermitted }) => !isPermitted).map(({ requestId }) => requestId));
  return requestIds.filter((requestId) => !refused.has(requestId));
}

const keyOf = ({ requestId, category }: Shown): string => `${requestId} ${category}`;
