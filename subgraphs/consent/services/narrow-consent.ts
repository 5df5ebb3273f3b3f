import { Refusal } from "../../../kit/user-error.ts";
import type { ConsentContext } from "../context.ts";
import type { Consent } from "../entities/consent.ts";
import { lockConsent } from "../repositories/consents.ts";
import type { NarrowConsentInput } from "../resolvers/consent-change-inputs.ts";
import { takeAway } from "./take-away.ts";

/**
 * Ends permissions of a consent or brings their end nearer, without reason or evidence, by whoever may withdraw it.
 * Narrowing twice changes nothing, and what is over cannot be narrowed further.
 * @throws Refusal FORBIDDEN, NOT_FOUND, BAD_USER_INPUT
 */
export async function narrowConsent({ em, viewer }: ConsentContext, input: NarrowConsentInput): Promise<Consent> {
  if (!viewer) throw new Refusal("FORBIDDEN", "Sign in to narrow a consent.");
  return em.transactional(async (transaction) => {
    const found = await lockConsent(transaction, viewer, input.consent);
    if (!found) throw new Refusal("NOT_FOUND", "You know of no such consent.", ["consent"]);
    await takeAway(transaction, viewer, found, { notAfter: input.notAfter, grants: input.grants ?? [] });
    return found.consent;
  });
}
