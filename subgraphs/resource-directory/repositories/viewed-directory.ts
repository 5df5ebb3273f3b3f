import { subgraphError } from "../../../kit/subgraph-error.ts";
import type { Viewer } from "../../../kit/viewer.ts";

/** The directory is open to everyone who is signed in, whoever she is, and to nobody else. */
export function requireViewer(viewer: Viewer | null): void {
  if (!viewer) throw subgraphError("UNAUTHENTICATED");
}
