import { isIdentifier } from "../../../kit/identifier.ts";
import { rule } from "../../protection.ts";
import { ReferentMandate } from "../entities/referent-mandate.ts";
import { dayOf } from "../policies/day.ts";
import { lockOwnRow, lockPerson } from "../repositories/own-row.ts";
import { SocialFiles } from "../repositories/social-files.ts";
import type { ActingContext } from "./acting-context.ts";
import { type AgreedReferent, newMandate } from "./give-referent-mandate.ts";
import { conflict, consentRequired, notFound, refuseFuture } from "./refusals.ts";
import { requireActor } from "./require-actor.ts";

const RULE = rule("IDENTITY_CONTACT", "CARE_ACCESS_COORDINATION");

/**
 * Ends a mandate of the viewer's organisation and begins the next one in the same transaction. The organisation that takes
 * over must accompany the person too. A retry finds the mandate that already took over.
 */
export async function handOverReferentMandate(
  context: ActingContext,
  asked: AgreedReferent & { mandate: string; organization: string },
): Promise<{ ended: ReferentMandate; referentMandate: ReferentMandate }> {
  requireActor(context.viewer, ["SOCIAL_WORKER", "INSERTION_REFERENT"]);
  const today = dayOf(new Date());
  refuseFuture("agreedOn", asked.agreedOn, today);
  if (!isIdentifier(asked.organization)) throw notFound("organization");
  return context.em.transactional(async (em) => {
    const ended = await lockOwnRow(em, context.viewer, ReferentMandate, asked.mandate);
    if (!ended) throw notFound("mandate");
    await lockPerson(em, ended.personId);
    if (ended.endedOn) return { ended, referentMandate: await takenOver(em, ended, asked.organization) };
    const record = { subject: ended.personId, holder: null };
    if (!(await context.enforcement.isPermitted(record, RULE, "READ", [asked.organization])))
      throw consentRequired("This organisation does not accompany her in the hub, so it cannot become her référent.");
    ended.endedOn = today;
    ended.endReason = "HANDED_OVER";
    // First, since one active mandate a person is all the database accepts.
    await em.flush();
    const organizationId = asked.organization;
    const referentMandate = newMandate(asked, { personId: ended.personId, organizationId }, today, ended.id);
    em.persist(referentMandate);
    return { ended, referentMandate };
  });

  async function takenOver(em: ActingContext["em"], ended: ReferentMandate, organization: string) {
    const successor = await new SocialFiles(em, context.viewer).successorOf(ended);
    if (successor?.organizationId === organization) return successor;
    throw conflict("mandate", "This mandate has ended already; read the person's mandates again.");
  }
}
