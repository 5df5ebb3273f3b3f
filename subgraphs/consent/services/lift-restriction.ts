import { Refusal } from "../../../kit/user-error.ts";
import type { ConsentContext } from "../context.ts";
import type { Restriction } from "../entities/restriction.ts";
import { readClock } from "../repositories/clock.ts";
import { lockRestriction } from "../repositories/restrictions.ts";
import { appendEvent } from "./record-act.ts";

/**
 * The person lifts a restriction of hers: what she consented to holds again. Lifting one that is over changes nothing.
 * @throws Refusal FORBIDDEN, NOT_FOUND
 */
export async function liftRestriction(
  { em, viewer }: ConsentContext,
  input: { restriction: string },
): Promise<Restriction> {
  const personId = viewer?.dataSubject;
  if (!viewer || !personId) throw new Refusal("FORBIDDEN", "Only the person herself lifts a restriction.");
  return em.transactional(async (transaction) => {
    const restriction = await lockRestriction(transaction, personId, input.restriction);
    if (!restriction) throw new Refusal("NOT_FOUND", "You have placed no such restriction.", ["restriction"]);
    const now = await readClock(transaction);
    if (restriction.endsAt && restriction.endsAt <= now) return restriction;
    restriction.endsAt = now;
    appendEvent(transaction, viewer, {
      consentId: null,
      personId,
      act: "lift",
      fromState: "RESTRICTED",
      toState: "LIFTED",
      shownNoticeHash: null,
      details: { restriction: restriction.id },
    });
    return restriction;
  });
}
