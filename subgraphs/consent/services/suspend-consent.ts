import { Refusal } from "../../../kit/user-error.ts";
import type { ConsentContext } from "../context.ts";
import type { Consent } from "../entities/consent.ts";
import { SuspensionCause } from "../policies/suspension-cause.ts";
import { lockConsent } from "../repositories/consents.ts";
import { suspendForCause } from "./suspend-for-cause.ts";

/**
 * The person pauses a consent she gave: it permits nothing until she confirms it. Suspending twice changes nothing.
 * @throws Refusal FORBIDDEN, NOT_FOUND, CONFLICT_VERSION
 */
export async function suspendConsent({ em, viewer }: ConsentContext, input: { consent: string }): Promise<Consent> {
  if (!viewer?.dataSubject) throw new Refusal("FORBIDDEN", "Only the person herself pauses her consent.");
  return em.transactional(async (transaction) => {
    const found = await lockConsent(transaction, viewer, input.consent);
    if (!found) throw new Refusal("NOT_FOUND", "You have given no such consent.", ["consent"]);
    const { consent, now } = found;
    await suspendForCause(transaction, viewer, consent, SuspensionCause.ASKED_BY_PERSON, now);
    return consent;
  });
}
