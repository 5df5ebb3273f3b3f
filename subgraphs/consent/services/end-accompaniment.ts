import { Refusal } from "../../../kit/user-error.ts";
import type { ConsentContext } from "../context.ts";
import type { Accompaniment } from "../entities/accompaniment.ts";
import type { AccompanimentEndReason } from "../policies/accompaniment-words.ts";
import { dayIn } from "../policies/day-in-france.ts";
import { mayEndAccompaniments } from "../policies/internal-roles.ts";
import { findAccompaniment, lockAccompaniment } from "../repositories/accompaniments.ts";
import { readClock } from "../repositories/clock.ts";
import { isMandateHeldBy } from "../repositories/held-mandates.ts";
import { lockPerson } from "../repositories/people.ts";
import { appendEvent } from "./record-act.ts";

export interface EndedAccompaniment {
  readonly accompaniment: string;
  readonly reason?: AccompanimentEndReason | null;
}

/**
 * The person ends whom she no longer wants to be accompanied by, whenever she likes; an organisation ends its own, for a
 * reason, and not while it holds her mandate of référent: that is handed over or ended first. Social services are told, so
 * that a mandate ends with it for a reason when she ended it herself. Ending twice changes nothing.
 * @throws Refusal FORBIDDEN, NOT_FOUND, BAD_USER_INPUT (the reason), CONFLICT_VERSION (the référent)
 */
export async function endAccompaniment(
  { em, viewer, publish }: ConsentContext,
  input: EndedAccompaniment,
): Promise<Accompaniment> {
  if (!viewer || !mayEndAccompaniments(viewer))
    throw new Refusal("FORBIDDEN", "Only the person, or a professional who accompanies her, may end it.");
  const isHerself = viewer.dataSubject !== null;
  const reason = isHerself ? "PERSON_ASKED" : input.reason;
  return em.transactional(async (transaction) => {
    const unknown = new Refusal("NOT_FOUND", "You know of no such accompaniment.", ["accompaniment"]);
    // The person first, as every other change about her: two organisations that leave do so one after the other.
    const about = await findAccompaniment(transaction, input.accompaniment);
    if (!about) throw unknown;
    await lockPerson(transaction, about.personId);
    const accompaniment = await lockAccompaniment(transaction, viewer, about.id);
    if (!accompaniment) throw unknown;
    if (accompaniment.endedOn) return accompaniment;
    if (!reason) throw new Refusal("BAD_USER_INPUT", "Say why it ends.", ["reason"]);
    if (!isHerself && (await isMandateHeldBy(transaction, accompaniment)))
      throw new Refusal(
        "CONFLICT_VERSION",
        "Your organisation is her référent: hand the mandate over, or end it for a reason, first.",
        ["accompaniment"],
      );
    const { id, personId, organizationId } = accompaniment;
    accompaniment.endedOn = dayIn(await readClock(transaction));
    accompaniment.endReason = reason;
    appendEvent(transaction, viewer, {
      consentId: null,
      personId,
      act: "leave",
      fromState: "ACCOMPANIED",
      toState: "ENDED",
      shownNoticeHash: null,
      details: { accompaniment: id, reason },
    });
    const data = { person: personId, organization: organizationId, reason };
    await publish(transaction, { type: "accompaniment.ended", subject: id, data });
    return accompaniment;
  });
}
