import { Refusal } from "../../../kit/user-error.ts";
import type { ConsentContext } from "../context.ts";
import type { Consent } from "../entities/consent.ts";
import { ConsentState, stateAt } from "../policies/consent-state.ts";
import { lockConsent } from "../repositories/consents.ts";
import { currentNotice, holdNotice } from "../repositories/notices.ts";
import { authorityOver } from "./authority-over.ts";
import { collectSignature, signedIn } from "./collect-signature.ts";
import { recordAct } from "./record-act.ts";

/**
 * The person, or who stands for her now, confirms a suspended consent, as narrow and as short as it was, on the notice in
 * force now, which she names by its hash. What takes two signatures is asked for anew. Confirming one that is in force
 * changes nothing.
 * @throws Refusal FORBIDDEN, NOT_FOUND, BAD_USER_INPUT, CONFLICT_VERSION
 */
export async function reconfirmConsent(
  { em, viewer }: ConsentContext,
  input: { consent: string; noticeHash: string },
): Promise<Consent> {
  if (!viewer || viewer.organization !== null)
    throw new Refusal("FORBIDDEN", "Only the person herself, or who stands for her, confirms her consent.");
  return em.transactional(async (transaction) => {
    const found = await lockConsent(transaction, viewer, input.consent);
    if (!found) throw new Refusal("NOT_FOUND", "You have given no such consent.", ["consent"]);
    const { consent, grants, now } = found;
    if (stateAt(consent, now) === ConsentState.ACTIVE) return consent;
    const { language } = await holdNotice(transaction, consent.noticeId);
    const notice = await currentNotice(transaction, language);
    if (notice?.contentHash !== input.noticeHash) {
      const message = "This is not the notice in force: read noticeInForce and send its contentHash.";
      throw new Refusal("BAD_USER_INPUT", message, ["noticeHash"]);
    }
    const open = grants.filter(({ endedAt }) => endedAt === null);
    const authority = await authorityOver(transaction, viewer, consent.personId, open);
    await recordAct(transaction, viewer, consent, "reconfirm", now, input.noticeHash, {
      version: consent.version + 1,
      ...(authority ? { authority: authority.id } : {}),
    });
    consent.noticeId = notice.id;
    const signature = { authority, noticeHash: input.noticeHash, received: signedIn };
    if (!(await collectSignature(transaction, viewer, found, signature, [])))
      throw new Refusal("FORBIDDEN", "This takes the signatures of the person and of her curator: ask for it anew.");
    return consent;
  });
}
