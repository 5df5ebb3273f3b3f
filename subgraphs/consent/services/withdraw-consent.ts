import { Refusal } from "../../../kit/user-error.ts";
import type { ConsentContext } from "../context.ts";
import type { Consent } from "../entities/consent.ts";
import { lockConsent } from "../repositories/consents.ts";
import type { WithdrawConsentInput } from "../resolvers/consent-inputs.ts";
import { recordAct } from "./record-act.ts";
import { takeAway } from "./take-away.ts";

/**
 * Ends a consent at once, or the named permissions of it, whatever its state, without reason or evidence. The person may do
 * so herself, whoever gave it; so may who stands for her now, and whoever asks for consents in the organisation that asked for
 * this one, when she tells it by any other means. Withdrawing twice changes nothing.
 * @throws Refusal FORBIDDEN, NOT_FOUND, BAD_USER_INPUT for a permission of another consent
 */
export async function withdrawConsent(
  { em, viewer }: Pick<ConsentContext, "em" | "viewer">,
  input: WithdrawConsentInput,
): Promise<Consent> {
  if (!viewer) throw new Refusal("FORBIDDEN", "Sign in to withdraw a consent.");
  return em.transactional(async (transaction) => {
    const found = await lockConsent(transaction, viewer, input.consent);
    if (!found) throw new Refusal("NOT_FOUND", "You know of no such consent.", ["consent"]);
    const { consent, now } = found;
    if (input.grants) await takeAway(transaction, viewer, found, { grants: input.grants.map((grant) => ({ grant })) });
    else await recordAct(transaction, viewer, consent, "withdraw", now);
    return consent;
  });
}
