import { Refusal } from "../../../kit/user-error.ts";
import type { ConsentContext } from "../context.ts";
import { mayInvalidateConsent } from "../policies/internal-roles.ts";
import { lockConsentForOfficer } from "../repositories/consents.ts";
import { recordAct } from "./record-act.ts";

/**
 * A data-protection officer ends a consent that was never valid, or that an authority or a court declared void, and names
 * the decision. She returns its identifier alone: what it says is not hers to read. Invalidating twice changes nothing.
 * @throws Refusal FORBIDDEN, NOT_FOUND, CONFLICT_VERSION
 */
export async function invalidateConsent(
  { em, viewer }: ConsentContext,
  input: { consent: string; reference: string },
): Promise<string> {
  if (!viewer || !mayInvalidateConsent(viewer))
    throw new Refusal("FORBIDDEN", "Only a data-protection officer declares a consent invalid.");
  return em.transactional(async (transaction) => {
    const found = await lockConsentForOfficer(transaction, viewer, input.consent);
    if (!found) throw new Refusal("NOT_FOUND", "No such consent is in your charge.", ["consent"]);
    const { consent, now } = found;
    const details = { reference: input.reference };
    if (consent.state !== "INVALIDATED")
      await recordAct(transaction, viewer, consent, "invalidate", now, null, details);
    return consent.id;
  });
}
