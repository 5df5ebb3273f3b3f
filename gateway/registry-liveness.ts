import { request } from "undici";
import type { Peers } from "../kit/peer-keys.ts";
import { REGISTRY } from "./viewer-registry.ts";

/** Throws unless the registry says it is ready; without it nothing under a consent rule can be shown. */
export async function isRegistryAlive(peers: Peers, timeoutMs: number): Promise<void> {
  const answer = await request(new URL("/ready", peers[REGISTRY]), { signal: AbortSignal.timeout(timeoutMs) });
  await answer.body.dump();
  if (answer.statusCode !== 200) throw new Error("The registry is not ready.");
}
