import { setTimeout as pause } from "node:timers/promises";

/** Waits until something is so; gives how long it took in milliseconds, or undefined when it did not come to it. */
export async function until(isSo: () => Promise<boolean>, seconds: number): Promise<number | undefined> {
  const startedAt = performance.now();
  while (performance.now() - startedAt < seconds * 1000) {
    if (await isSo().catch(() => false)) return Math.round(performance.now() - startedAt);
    await pause(50);
  }
  return undefined;
}

/** The names of the checks that fail at `/ready` of a process; undefined when it does not answer. */
export async function missingAt(url: string): Promise<string[] | undefined> {
  const answer = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(3_000) }).catch(() => undefined);
  if (!answer) return undefined;
  const { checks = {} } = (await answer.json().catch(() => ({}))) as { checks?: Record<string, CheckState> };
  const stateOf = (check: CheckState) => (typeof check === "string" ? check : check.status);
  return Object.entries(checks).flatMap(([name, check]) => (stateOf(check) === "ok" ? [] : [name]));
}

type CheckState = string | { readonly status: string };
