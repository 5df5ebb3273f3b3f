import type { ProtectedRecord } from "../../../kit/decision.ts";
import { workKinds } from "../../work-kinds.ts";
import type { ConsentContext } from "../context.ts";
import type { InboxItem } from "../entities/inbox-item.ts";
import { findWaiting, type InboxPosition } from "../repositories/inbox.ts";

/** As many are decided about in one call. */
const BATCH = 200;
/** Nobody reads further, so nothing is counted further. */
export const MOST_COUNTED = 1_000;

type Opening = Pick<ConsentContext, "em" | "viewer" | "enforcement">;

/** Some of what waits, in order, with where the rest begins; null where there is none. */
interface Batch {
  readonly permitted: readonly InboxItem[];
  readonly rest: InboxPosition | null;
}

/**
 * What waits for the viewer, newest first, one batch after another and no further than it is asked for. What another
 * organisation holds is permitted first, so that what she may not read leaves no trace in items, counts or cursors.
 */
export class OpenInbox {
  readonly #opening: Opening;
  /** From the newest on, each read once: counts and the first page look at the same. */
  readonly #batches: Promise<Batch>[] = [];

  constructor(opening: Opening) {
    this.#opening = opening;
  }

  async *batches(after: InboxPosition | null = null): AsyncGenerator<readonly InboxItem[]> {
    let from = after;
    for (let index = 0; ; index += 1) {
      const { permitted, rest } = await (after ? this.#read(from) : this.#fromNewest(index, from));
      yield permitted;
      if (!rest) return;
      from = rest;
    }
  }

  #fromNewest(index: number, from: InboxPosition | null): Promise<Batch> {
    this.#batches[index] ??= this.#read(from);
    return this.#batches[index];
  }

  async #read(from: InboxPosition | null): Promise<Batch> {
    const { em, viewer } = this.#opening;
    const waiting = viewer ? await findWaiting(em, viewer, from, BATCH) : [];
    return { permitted: await permittedOf(this.#opening, waiting), rest: waiting[BATCH - 1] ?? null };
  }
}

/** Which items of a batch are taken. */
export type Choice = (batch: readonly InboxItem[]) => readonly InboxItem[] | Promise<readonly InboxItem[]>;

/** The first `most` items that are chosen; no batch is read once they are found. */
export async function takeFrom(
  batches: AsyncGenerator<readonly InboxItem[]>,
  most: number,
  choose: Choice = (batch) => batch,
): Promise<InboxItem[]> {
  const taken: InboxItem[] = [];
  for await (const batch of batches) {
    taken.push(...(await choose(batch)));
    if (taken.length >= most) break;
  }
  return taken.slice(0, most);
}

/** Those of the viewer's items that she may know of. */
export async function permittedOf({ viewer, enforcement }: Opening, items: readonly InboxItem[]): Promise<InboxItem[]> {
  const isReadable = await Promise.all(
    items.map((item) => {
      const { rule } = workKinds[item.kind];
      return item.organizationId === viewer?.organization || (rule && enforcement.isReadable(recordOf(item), rule));
    }),
  );
  return items.filter((_, index) => isReadable[index]);
}

const recordOf = ({ personId, organizationId, recordId, contentHash }: InboxItem): ProtectedRecord => ({
  subject: personId,
  holder: organizationId,
  resource: contentHash ? recordId : undefined,
  contentHash: contentHash ?? undefined,
});
