import type { EntityManager } from "@mikro-orm/postgresql";
import { Refusal } from "../../../kit/user-error.ts";
import type { ConsentContext } from "../context.ts";
import type { Consent } from "../entities/consent.ts";
import type { ConsentGrant } from "../entities/consent-grant.ts";
import { ConsentState, stateAt } from "../policies/consent-state.ts";
import { findNotices, lockConsent } from "../repositories/consents.ts";
import type { ApprovalInput, GiveConsentInput } from "../resolvers/consent-inputs.ts";
import { recordAct } from "./record-act.ts";
import { supersedeConsent } from "./supersede-consent.ts";

/**
 * The person gives an offered consent herself: she names the notice she read by its hash and chooses each grant, with
 * the hash of the exact content where there is one. Grants she does not choose end, and so does the consent this one
 * replaces. Giving twice changes nothing.
 * @throws Refusal FORBIDDEN, NOT_FOUND, BAD_USER_INPUT, CONFLICT_VERSION
 */
export async function giveConsent({ em, viewer }: ConsentContext, input: GiveConsentInput): Promise<Consent> {
  if (!viewer?.dataSubject) throw new Refusal("FORBIDDEN", "Only the person herself gives her consent.");
  return em.transactional(async (transaction) => {
    const found = await lockConsent(transaction, viewer, input.consent);
    if (!found) throw new Refusal("NOT_FOUND", "No such consent was offered to you.", ["consent"]);
    const { consent, grants, now } = found;
    if (stateAt(consent, now) === ConsentState.ACTIVE) return consent;
    await checkNotice(transaction, consent, input.noticeHash);
    await recordAct(transaction, viewer, consent, "give", now, input.noticeHash);
    chooseGrants(grants, input.approvals, now);
    consent.givenAt = now;
    consent.evidence = "OIDC_AUTHENTICATED";
    await supersedeConsent(transaction, viewer, consent, now);
    return consent;
  });
}

async function checkNotice(em: EntityManager, consent: Consent, noticeHash: string): Promise<void> {
  const [notice] = await findNotices(em, [consent.noticeId]);
  if (notice?.contentHash !== noticeHash) {
    throw new Refusal("BAD_USER_INPUT", "This is not the notice of this consent: read it and send its contentHash.", [
      "noticeHash",
    ]);
  }
}

/** One explicit choice for each grant: there is no way to choose them all at once. */
function chooseGrants(grants: readonly ConsentGrant[], approvals: readonly ApprovalInput[], now: Date): void {
  const chosen = new Map(approvals.map((approval) => [approval.grant, approval]));
  const foreign = approvals.findIndex(({ grant }) => !grants.some(({ id }) => id === grant));
  if (foreign >= 0)
    throw new Refusal("BAD_USER_INPUT", "This permission is not part of the consent.", ["approvals", String(foreign)]);
  for (const grant of grants) {
    const approval = chosen.get(grant.id);
    if (!approval) grant.endedAt = now;
    else if ((approval.contentHash ?? null) !== grant.approvedContentHash) {
      throw new Refusal(
        "BAD_USER_INPUT",
        "The content you approve is not the content of this permission: read it again.",
        ["approvals"],
      );
    }
  }
}
