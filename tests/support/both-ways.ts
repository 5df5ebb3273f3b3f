import type { TestHub } from "./open-test-hub.ts";

/** How the gateway may reach the subgraphs; what is true of the hub must be true both ways. */
export const bothWays = ["over TCP", "in one process"] as const;

export function reachSubgraphs(hub: TestHub, way: (typeof bothWays)[number]): void {
  hub.doors.clear();
  if (way === "over TCP") return;
  for (const { url, answer } of Object.values(hub.subgraphs)) hub.doors.set(url, answer);
}
