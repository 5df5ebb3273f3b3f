import { Refusal } from "../../../kit/user-error.ts";
import type { ConsentContext } from "../context.ts";
import type { InboxItem } from "../entities/inbox-item.ts";
import { findWaitingAmong, markRead } from "../repositories/inbox.ts";
import { permittedOf } from "./open-inbox.ts";

/**
 * Marks items of the viewer's inbox as read by her; for her colleagues they stay as they are. Again changes nothing.
 * @throws Refusal FORBIDDEN, NOT_FOUND (an item that is not in her inbox, whatever the reason)
 */
export async function markInboxItemsRead(context: ConsentContext, ids: readonly string[]): Promise<InboxItem[]> {
  const { em, viewer } = context;
  if (!viewer?.organization) throw new Refusal("FORBIDDEN", "Only a member of an organisation has an inbox.");
  const hers = await permittedOf(context, await findWaitingAmong(em, viewer, ids));
  const byId = new Map(hers.map((item) => [item.id, item]));
  const items = ids.map((id) => byId.get(id));
  if (items.some((item) => item === undefined))
    throw new Refusal("NOT_FOUND", "There is no such item in your inbox now: read it again.", ["items"]);
  await markRead(em, viewer, ids);
  context.inboxReadings.clearAll();
  return items as InboxItem[];
}
