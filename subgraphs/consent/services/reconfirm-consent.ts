import { Refusal } from "../../../kit/user-error.ts";
import type { ConsentContext } from "../context.ts";
import type { Consent } from "../entities/consent.ts";
import { ConsentState, stateAt } from "../policies/consent-state.ts";
import { currentNotice, findNotices, lockConsent } from "../repositories/consents.ts";
import { recordAct } from "./record-act.ts";

/**
 * The person confirms a suspended consent, as narrow and as short as it was, on the notice in force now, which she names by
 * its hash. Confirming one that is in force changes nothing.
 * @throws Refusal FORBIDDEN, NOT_FOUND, BAD_USER_INPUT, CONFLICT_VERSION
 */
export async function reconfirmConsent(
  { em, viewer }: ConsentContext,
  input: { consent: string; noticeHash: string },
): Promise<Consent> {
  if (!viewer?.dataSubject) throw new Refusal("FORBIDDEN", "Only the person herself confirms her consent.");
  return em.transactional(async (transaction) => {
    const found = await lockConsent(transaction, viewer, input.consent);
    if (!found) throw new Refusal("NOT_FOUND", "You have given no such consent.", ["consent"]);
    const { consent, now } = found;
    if (stateAt(consent, now) === ConsentState.ACTIVE) return consent;
    const [shown] = await findNotices(transaction, [consent.noticeId]);
    const notice = await currentNotice(transaction, shown!.language);
    if (notice?.contentHash !== input.noticeHash) {
      const message = "This is not the notice in force: read noticeInForce and send its contentHash.";
      throw new Refusal("BAD_USER_INPUT", message, ["noticeHash"]);
    }
    await recordAct(transaction, viewer, consent, "reconfirm", now, input.noticeHash, { version: consent.version + 1 });
    consent.noticeId = notice.id;
    consent.evidence = "OIDC_AUTHENTICATED";
    return consent;
  });
}
