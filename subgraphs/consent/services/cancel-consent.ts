import { Refusal } from "../../../kit/user-error.ts";
import type { ConsentContext } from "../context.ts";
import type { Consent } from "../entities/consent.ts";
import { mayOfferConsent } from "../policies/internal-roles.ts";
import { lockConsent } from "../repositories/consents.ts";
import { recordAct } from "./record-act.ts";

/**
 * Takes back what was prepared or offered by mistake, before the person decided. Cancelling twice changes nothing.
 * @throws Refusal FORBIDDEN, NOT_FOUND, CONFLICT_VERSION
 */
export async function cancelConsent({ em, viewer }: ConsentContext, input: { consent: string }): Promise<Consent> {
  if (!viewer?.organization || !mayOfferConsent(viewer)) {
    throw new Refusal(
      "FORBIDDEN",
      "Only a social worker or a health professional of an organisation may cancel a consent.",
    );
  }
  return em.transactional(async (transaction) => {
    const found = await lockConsent(transaction, viewer, input.consent);
    if (!found) throw new Refusal("NOT_FOUND", "Your organisation has prepared no such consent.", ["consent"]);
    const { consent, now } = found;
    if (consent.state !== "ENTERED_IN_ERROR") await recordAct(transaction, viewer, consent, "cancel", now);
    return consent;
  });
}
