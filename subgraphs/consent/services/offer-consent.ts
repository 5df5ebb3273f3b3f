import { Refusal } from "../../../kit/user-error.ts";
import type { ConsentContext } from "../context.ts";
import type { Consent } from "../entities/consent.ts";
import { ConsentState, stateAt } from "../policies/consent-state.ts";
import { mayOfferConsent } from "../policies/internal-roles.ts";
import { lockConsent } from "../repositories/consents.ts";
import { currentNotice } from "../repositories/notices.ts";
import type { OfferConsentInput } from "../resolvers/consent-inputs.ts";
import { recordAct } from "./record-act.ts";

/**
 * Shows a prepared consent to the person, with the notice in force at that moment in the language she reads best. Offering
 * it again shows it with another notice: in another language, or that has come into force since; it lapses no later for that.
 * Offering it twice with the same changes nothing.
 * @throws Refusal FORBIDDEN, NOT_FOUND, CONFLICT_VERSION
 */
export async function offerConsent({ em, viewer }: ConsentContext, input: OfferConsentInput): Promise<Consent> {
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
    const notice = await currentNotice(transaction, input.language);
    if (!notice) throw new Refusal("BAD_USER_INPUT", "There is no notice in this language.", ["language"]);
    if (stateAt(consent, now) === ConsentState.OFFERED && consent.noticeId === notice.id) return consent;
    await recordAct(transaction, viewer, consent, "offer", now, notice.contentHash);
    consent.noticeId = notice.id;
    consent.offeredAt ??= now;
    return consent;
  });
}
