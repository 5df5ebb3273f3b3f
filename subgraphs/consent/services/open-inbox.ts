import type { ProtectedRecord } from "../../../kit/decision.ts";
import { workKinds } from "../../work.ts";
import type { ConsentContext } from "../context.ts";
import type { InboxItem } from "../entities/inbox-item.ts";
import { findWaiting } from "../repositories/inbox.ts";

/**
 * What waits for the viewer, newest first. What another organisation holds is permitted first, so that what she may not
 * read leaves no trace in items, counts or cursors.
 */
export async function openInbox({
  em,
  viewer,
  enforcement,
}: Pick<ConsentContext, "em" | "viewer" | "enforcement">): Promise<InboxItem[]> {
  if (!viewer) return [];
  const waiting = await findWaiting(em, viewer);
  const isReadable = await Promise.all(
    waiting.map(
      (item) =>
        item.organizationId === viewer.organization ||
        enforcement.isReadable(recordOf(item), workKinds[item.kind].rule),
    ),
  );
  return waiting.filter((_, index) => isReadable[index]);
}

const recordOf = ({ personId, organizationId, recordId, contentHash }: InboxItem): ProtectedRecord => ({
  subject: personId,
  holder: organizationId,
  resource: contentHash ? recordId : undefined,
  contentHash: contentHash ?? undefined,
});
