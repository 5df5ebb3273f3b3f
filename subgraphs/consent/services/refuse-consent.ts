import { Refusal } from "../../../kit/user-error.ts";
import type { ConsentContext } from "../context.ts";
import type { Consent } from "../entities/consent.ts";
import { lockConsent } from "../repositories/consents.ts";
import { recordAct } from "./record-act.ts";

/**
 * The person, or who stands for her, refuses an offered consent; no reason is asked or kept. Refusing twice changes nothing.
 * @throws Refusal FORBIDDEN, NOT_FOUND, CONFLICT_VERSION
 */
export async function refuseConsent({ em, viewer }: ConsentContext, input: { consent: string }): Promise<Consent> {
  if (!viewer || viewer.organization !== null)
    throw new Refusal("FORBIDDEN", "Only the person herself, or who stands for her, refuses a consent.");
  return em.transactional(async (transaction) => {
    const found = await lockConsent(transaction, viewer, input.consent);
    if (!found) throw new Refusal("NOT_FOUND", "No such consent was offered to you.", ["consent"]);
    const { consent, now } = found;
    if (consent.state === "REFUSED") return consent;
    await recordAct(transaction, viewer, consent, "refuse", now);
    return consent;
  });
}
