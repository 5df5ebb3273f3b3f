import { randomUUID } from "node:crypto";
import type { EntityManager } from "@mikro-orm/postgresql";
import { Enforcement } from "../../../kit/enforcement.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { digestMail } from "../policies/digest-mail.ts";
import { decide } from "../repositories/decisions.ts";
import { findViewersOf, noteSent, takeDueDigest } from "../repositories/digests.ts";
import { findRead } from "../repositories/inbox.ts";
import { queueMail } from "../repositories/mail.ts";
import { MOST_COUNTED, OpenInbox, takeFrom } from "./open-inbox.ts";

const REGISTRY = "consent";

/**
 * Prepares one digest that is due, in one transaction: what she may read of what waits is decided, and logged, as when she
 * opens her inbox. A digest that would say nothing new is not sent. False when none is due.
 */
export async function prepareDigest(em: EntityManager, hubUrl: string): Promise<boolean> {
  return em.transactional(async (transaction) => {
    const digest = await takeDueDigest(transaction);
    if (!digest) return false;
    let [unread, isAnyNew] = [0, false];
    for (const viewer of await findViewersOf(transaction, digest.professionalId)) {
      const inbox = new OpenInbox({ em: transaction, viewer, enforcement: enforcementOf(transaction, viewer) });
      const waiting = await takeFrom(inbox.batches(), MOST_COUNTED);
      const read = new Set(
        (
          await findRead(
            transaction,
            viewer,
            waiting.map(({ id }) => id),
          )
        ).map(({ item }) => item),
      );
      const fresh = waiting.filter(({ id }) => !read.has(id));
      unread += fresh.length;
      isAnyNew ||= fresh.some(({ appearsAt }) => appearsAt > (digest.sentAt ?? digest.confirmedAt!));
    }
    if (isAnyNew) await queueMail(transaction, digest.address, digestMail(unread, hubUrl));
    await noteSent(transaction, digest);
    return true;
  });
}

const enforcementOf = (em: EntityManager, viewer: Viewer): Enforcement => {
  const asking = { viewer, askedBy: REGISTRY, requestId: randomUUID() };
  return new Enforcement({
    viewer,
    isInternalReadAllowed: () => false,
    decide: (requests) => decide(em, asking, requests),
  });
};
