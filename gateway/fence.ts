import type { PeerLink } from "../kit/peer-link.ts";
import type { Limits } from "./limits.ts";
import type { RequestRecord } from "./request-record.ts";
import { REGISTRY } from "./viewer-registry.ts";
import type { Withdrawals } from "./withdrawals/withdrawals.ts";

/** `current` may be acted upon in the turn that hears of it and in no later one. */
export type FenceVerdict = "current" | "stale" | "unknown";

export interface FenceOptions {
  readonly registry: PeerLink;
  readonly limits: Limits;
  /** What was written down that the registry may lack; none where nothing is. */
  readonly withdrawals?: Withdrawals | undefined;
}

const MOST_CALLS = 2;

/**
 * Asks the registry whether everything an answer rests on still holds. Its yes holds for the time it says, counted from when
 * it was asked: the registry acknowledges no withdrawal in that time, and neither does a gateway that writes one down. A yes
 * that comes too late, or from a registry that lacks a withdrawal, is asked for once more.
 */
export async function askFence(
  record: RequestRecord,
  { registry, limits, withdrawals }: FenceOptions,
): Promise<FenceVerdict> {
  if (record.grounds.size === 0) return "current";
  const content = { grounds: [...record.grounds.values()] };
  const { viewer, requestId } = record;
  const call = { peer: REGISTRY, path: "/fence", content, viewer, requestId, timeoutMs: limits.registryTimeoutMs };
  for (let calls = 0; calls < MOST_CALLS; calls++) {
    const askedAt = performance.now();
    const { isCurrent, holdsMs, database } = await registry.post<Answer>(call).catch((): Answer => ({}));
    if (isCurrent === false) return "stale";
    if (isCurrent !== true || typeof holdsMs !== "number") continue;
    if (withdrawals && !(await withdrawals.areTaken(database))) {
      // What it said without knowing of a withdrawal is worth nothing.
      await withdrawals.complete(database);
      continue;
    }
    if (performance.now() < askedAt + holdsMs) return "current";
  }
  return "unknown";
}

interface Answer {
  readonly isCurrent?: unknown;
  readonly holdsMs?: unknown;
  readonly database?: unknown;
}
