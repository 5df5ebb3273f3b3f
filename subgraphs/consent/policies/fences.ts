import { setTimeout as pause } from "node:timers/promises";
import { Kind, type OperationDefinitionNode } from "graphql";

/** How long a gateway that was told "still current" may begin to write, counted from when it asked. */
export const FENCE_HOLDS_MS = 500;
/** What a process may lose between looking at its clock and writing, and a network between two readers. */
const MARGIN_MS = 250;

/** Mutations by which a permit somebody may have read under ends. */
const ENDINGS: ReadonlySet<string> = new Set([
  "withdrawConsent",
  "narrowConsent",
  "suspendConsent",
  "invalidateConsent",
  "restrictSharing",
  "endProxyAuthority",
  "endAccompaniment",
]);

/**
 * A withdrawal, and whatever else takes back what was permitted, is acknowledged once every gateway that was let through before it has written its answer or may not write it
 * any more. Also one made before, and sent again: the first may not have been acknowledged yet.
 */
export async function outlastFences({ operation, selectionSet }: OperationDefinitionNode): Promise<void> {
  if (operation !== "mutation") return;
  const isEnding = selectionSet.selections.some((one) => one.kind !== Kind.FIELD || ENDINGS.has(one.name.value));
  if (isEnding) await pause(FENCE_HOLDS_MS + MARGIN_MS);
}
