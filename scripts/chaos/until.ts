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

/** What a process says at `/ready`, with the state of each of its checks; undefined when it does not answer. */
export async function readiness(
  url: string,
): Promise<{ isReady: boolean; checks: Record<string, string> } | undefined> {
  const answer = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(3_000) }).catch(() => undefined);
  if (!answer) return undefined;
  const { checks } = (await answer.json().catch(() => ({ checks: {} }))) as { checks: Record<string, string> };
  return { isReady: answer.ok, checks };
}
