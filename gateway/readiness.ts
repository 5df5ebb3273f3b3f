import { request } from "undici";
import type { Peers } from "../kit/peer-keys.ts";
import type { Readiness, ReadinessReport } from "../kit/readiness.ts";
import type { Door } from "./door.ts";
import type { Hub } from "./hub.ts";
import { REGISTRY } from "./viewer-registry.ts";
import type { Withdrawals } from "./withdrawals/withdrawals.ts";

/** Reasons of the registry's own that are passed on. */
const OF_REGISTRY = ["DATABASE_DOWN", "MIGRATING", "SHUTTING_DOWN"];

export interface ReadinessOptions {
  readonly hub: () => Hub | undefined;
  readonly door: Door;
  readonly peers: Peers;
  readonly registryTimeoutMs: number;
  readonly withdrawals?: Withdrawals | undefined;
}

/**
 * What the gateway needs: a supergraph, and for all that is under a consent rule the registry, with the database that keeps
 * the log of decisions. Sources are only told: a field of one that fails is lost, and said to be.
 */
export function gatewayReadiness({ hub, door, peers, registryTimeoutMs, withdrawals }: ReadinessOptions): Readiness {
  return {
    needed: { supergraph: async () => (hub() ? undefined : "NO_SUPERGRAPH") },
    parts: {
      consent: {
        registry: () => askRegistry(peers, registryTimeoutMs),
        // Until the registry has them nothing is shown that rests on a consent.
        ...(withdrawals && {
          withdrawals: async () => ((await withdrawals.areWaiting()) ? "WITHDRAWALS_WAIT" : undefined),
        }),
      },
    },
    told: () => ({
      // Not a reason to be sent nobody: the copies it would leave with all the work are no less busy.
      ...(door.state.waiting > 0 ? { door: "OVERLOADED" } : {}),
      ...Object.fromEntries(
        Object.entries(hub()?.health() ?? {}).map(([source, { breaker }]) => [
          `source ${source}`,
          breaker === "open" ? "BREAKER_OPEN" : undefined,
        ]),
      ),
    }),
  };
}

async function askRegistry(peers: Peers, timeoutMs: number): Promise<string | undefined> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await request(new URL("/ready", peers[REGISTRY]), { signal });
    const report = (await answer.body.json()) as ReadinessReport;
    if (answer.statusCode === 200 && report.status === "ok") return undefined;
    const reasons = Object.values(report.checks).map(({ reason }) => reason);
    return OF_REGISTRY.find((reason) => reasons.includes(reason)) ?? "REGISTRY_DOWN";
  } catch {
    return signal.aborted ? "REGISTRY_SLOW" : "REGISTRY_DOWN";
  }
}
