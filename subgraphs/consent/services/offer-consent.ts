import { Refusal } from "../../../kit/user-error.ts";
import type { ConsentContext } from "../context.ts";
import type { Consent } from "../entities/consent.ts";
import { ConsentState, stateAt } from "../policies/consent-state.ts";
import { mayOfferConsent } from "../policies/internal-roles.ts";
import { currentNotice, lockConsent } from "../repositories/consents.ts";
import { recordAct } from "./record-act.ts";

/**
 * Shows a prepared consent to the person, with the notice in force at that moment. Offering twice changes nothing.
 * @throws Refusal FORBIDDEN, NOT_FOUND, CONFLICT_VERSION
 */
export async function offerConsent({ em, viewer }: ConsentContext, input: { consent: string }): Promise<Consent> {
  if (!viewer?.organization || !mayOfferConsent(viewer)) {
    throw new Refusal(
      "FORBIDDEN",
      "Only a social worker or a health professional of an organisation may offer a consent.",
    );
  }
  return em.transactional(async (transaction) => {
    const found = await lockConsent(transaction, viewer, input.consent);
    if (!found) throw new Refusal("NOT_FOUND", "Your organisation has prepared no such consent.", ["consent"]);
    const { consent, now } = found;
    if (stateAt(consent, now) === ConsentState.OFFERED) return consent;
    const notice = await currentNotice(transaction, "fr");
    await recordAct(transaction, viewer, consent, "offer", now, notice!.contentHash);
    consent.noticeId = notice!.id;
    consent.offeredAt = now;
    return consent;
  });
}
