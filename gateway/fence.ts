import type { PeerLink } from "../kit/peer-link.ts";
import type { Limits } from "./limits.ts";
import type { RequestRecord } from "./request-record.ts";
import { REGISTRY } from "./viewer-registry.ts";

/** `current` may be acted upon in the turn that hears of it and in no later one. */
export type FenceVerdict = "current" | "stale" | "unknown";

export interface FenceOptions {
  readonly registry: PeerLink;
  readonly limits: Limits;
}

const MOST_CALLS = 2;

/**
 * Asks the registry whether everything an answer rests on still holds. Its yes holds for the time it says, counted from when
 * it was asked: the registry acknowledges no withdrawal in that time. A yes that comes too late is asked for once more.
 */
export async function askFence(record: RequestRecord, { registry, limits }: FenceOptions): Promise<FenceVerdict> {
  if (record.grounds.size === 0) return "current";
  const content = { grounds: [...record.grounds.values()] };
  const { viewer, requestId } = record;
  const call = { peer: REGISTRY, path: "/fence", content, viewer, requestId, timeoutMs: limits.registryTimeoutMs };
  for (let calls = 0; calls < MOST_CALLS; calls++) {
    const askedAt = performance.now();
    const { isCurrent, holdsMs } = await registry.post<Answer>(call).catch((): Answer => ({}));
    if (isCurrent === false) return "stale";
    if (isCurrent === true && typeof holdsMs === "number" && performance.now() < askedAt + holdsMs) return "current";
  }
  return "unknown";
}

interface Answer {
  readonly isCurrent?: unknown;
  readonly holdsMs?: unknown;
}
