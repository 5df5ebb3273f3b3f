import { ReferentMandate } from "../entities/referent-mandate.ts";
import { mandateKeepers } from "../policies/actor.ts";
import { dayOf } from "../policies/day.ts";
import type { MandateEndReason } from "../policies/file-words.ts";
import { lockOwnRow } from "../repositories/own-row.ts";
import type { ActingContext } from "./acting-context.ts";
import { badInput, conflict, notFound, refuseFuture } from "./refusals.ts";
import { requireActor } from "./require-actor.ts";
import { tellMandate } from "./tell-mandate.ts";

/**
 * Ends a mandate of the viewer's organisation, which leaves the person without référent: never without a reason, and never
 * under the reason of a hand-over. A retry with the same reason changes nothing.
 */
export async function endReferentMandate(
  context: ActingContext,
  asked: { mandate: string; reason: MandateEndReason; endedOn?: string | null },
): Promise<ReferentMandate> {
  requireActor(context.viewer, mandateKeepers);
  const today = dayOf(new Date());
  const endedOn = asked.endedOn ?? today;
  refuseFuture("endedOn", endedOn, today);
  if (asked.reason === "HANDED_OVER")
    throw badInput("reason", "To hand the mandate over, use handOverReferentMandate, which names who takes it.");
  return context.em.transactional(async (em) => {
    const mandate = await lockOwnRow(em, context.viewer, ReferentMandate, asked.mandate);
    if (!mandate) throw notFound("mandate");
    if (mandate.endedOn && mandate.endReason === asked.reason) return mandate;
    if (mandate.endedOn) throw conflict("mandate", "This mandate has ended already, for another reason.");
    if (endedOn < mandate.startedOn) throw badInput("endedOn", "This day is before the mandate began.");
    mandate.endedOn = endedOn;
    mandate.endReason = asked.reason;
    await tellMandate(context, em, "mandate.ended", mandate);
    return mandate;
  });
}
