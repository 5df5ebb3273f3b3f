import { isIdentifier } from "../../../kit/identifier.ts";
import { rule } from "../../protection.ts";
import { ReferentMandate } from "../entities/referent-mandate.ts";
import { mandateKeepers } from "../policies/actor.ts";
import { dayOf } from "../policies/day.ts";
import { lockOwnRow, lockPerson } from "../repositories/own-row.ts";
import { SocialFiles } from "../repositories/social-files.ts";
import type { ActingContext } from "./acting-context.ts";
import { type AgreedReferent, newMandate } from "./give-referent-mandate.ts";
import { requireGround } from "./mandate-ground.ts";
import { conflict, consentRequired, notFound, refuseFuture } from "./refusals.ts";
import { requireActor } from "./require-actor.ts";
import { tellMandate } from "./tell-mandate.ts";

const RULE = rule("SOCIAL_RIGHTS", "SOCIAL_FOLLOW_UP");

/**
 * Ends a mandate of the viewer's organisation and begins the next one in the same transaction. Another organisation that
 * takes over learns of her follow-up, so she must consent that it does; and it works where she lives, or
 * she invited it herself. A retry finds the mandate that already took over.
 */
export async function handOverReferentMandate(
  context: ActingContext,
  asked: AgreedReferent & { mandate: string; organization: string },
): Promise<{ ended: ReferentMandate; referentMandate: ReferentMandate }> {
  requireActor(context.viewer, mandateKeepers);
  const today = dayOf(new Date());
  refuseFuture("agreedOn", asked.agreedOn, today);
  if (!isIdentifier(asked.organization)) throw notFound("organization");
  return context.em.transactional(async (em) => {
    const ended = await lockOwnRow(em, context.viewer, ReferentMandate, asked.mandate);
    if (!ended) throw notFound("mandate");
    await lockPerson(em, ended.personId);
    if (ended.endedOn) return { ended, referentMandate: await takenOver(em, ended, asked.organization) };
    const record = { subject: ended.personId, holder: ended.organizationId };
    if (!(await context.enforcement.isPermitted(record, RULE, "NOTIFY", [asked.organization])))
      throw consentRequired(
        "She has no consent in force for this organisation to know of her follow-up; offer it to her first.",
      );
    const { personId: person, organizationId: holder } = ended;
    const isOwn = holder === asked.organization;
    // Who holds it already keeps it when only the professional changes.
    if (!isOwn || asked.areaCodes.length > 0) {
      const { organization, areaCodes } = asked;
      await requireGround(context, { person, organization, handedOverBy: isOwn ? null : holder, areaCodes });
    }
    ended.endedOn = today;
    ended.endReason = "HANDED_OVER";
    // First, since one active mandate a person is all the database accepts.
    await em.flush();
    const organizationId = asked.organization;
    const referentMandate = newMandate(asked, { personId: ended.personId, organizationId }, today, ended.id);
    em.persist(referentMandate);
    await tellMandate(context, em, "mandate.ended", ended);
    await tellMandate(context, em, "mandate.given", referentMandate);
    return { ended, referentMandate };
  });

  async function takenOver(em: ActingContext["em"], ended: ReferentMandate, organization: string) {
    const successor = await new SocialFiles(em, context.viewer).successorOf(ended);
    if (successor?.organizationId === organization) return successor;
    throw conflict("mandate", "This mandate has ended already; read the person's mandates again.");
  }
}
