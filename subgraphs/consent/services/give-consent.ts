import { Refusal } from "../../../kit/user-error.ts";
import type { ConsentContext } from "../context.ts";
import type { Consent } from "../entities/consent.ts";
import { lockConsent } from "../repositories/consents.ts";
import type { GiveConsentInput } from "../resolvers/consent-inputs.ts";
import { authorityOver } from "./authority-over.ts";
import { signedIn } from "./collect-signature.ts";
import { signConsent } from "./sign-consent.ts";

/**
 * The person, or who stands for her, gives an offered consent: she names the notice she read by its hash and chooses each
 * grant, with the hash of the exact content where there is one. Where a curator assists the person it takes both, and the
 * consent stays offered until then. Grants not chosen end, and so does the consent this one replaces. Giving twice changes nothing.
 * @throws Refusal FORBIDDEN, NOT_FOUND, BAD_USER_INPUT, CONFLICT_VERSION
 */
export async function giveConsent({ em, viewer }: ConsentContext, input: GiveConsentInput): Promise<Consent> {
  if (!viewer || viewer.organization !== null)
    throw new Refusal("FORBIDDEN", "Only the person herself, or who stands for her, gives her consent.");
  return em.transactional(async (transaction) => {
    const found = await lockConsent(transaction, viewer, input.consent);
    if (!found) throw new Refusal("NOT_FOUND", "No such consent was offered to you.", ["consent"]);
    const { consent, grants } = found;
    const chosen = grants.filter(({ id }) => input.approvals.some(({ grant }) => grant === id));
    const authority = await authorityOver(transaction, viewer, consent.personId, chosen);
    await signConsent(transaction, viewer, found, { ...input, authority, received: signedIn });
    return consent;
  });
}
