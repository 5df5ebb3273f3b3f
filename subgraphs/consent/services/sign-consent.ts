import type { EntityManager } from "@mikro-orm/postgresql";
import { Refusal } from "../../../kit/user-error.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import type { ConsentGrant } from "../entities/consent-grant.ts";
import type { Notice } from "../entities/notice.ts";
import { ConsentState, stateAt } from "../policies/consent-state.ts";
import type { LockedConsent } from "../repositories/consents.ts";
import { findEvidence } from "../repositories/evidence.ts";
import { hasMaterialSuccessor, holdNotice } from "../repositories/notices.ts";
import type { ApprovalInput } from "../resolvers/consent-inputs.ts";
import { collectSignature, type Signature } from "./collect-signature.ts";
import { recordAct } from "./record-act.ts";
import { supersedeConsent } from "./supersede-consent.ts";

/**
 * Adds one signature to an offered consent, and gives the consent once there are enough of them for its notice. Until then it
 * stays offered and permits nothing. Grants a signature does not choose end, so that two signatures choose what both choose.
 * Signing again changes nothing.
 * @throws Refusal BAD_USER_INPUT, CONFLICT_VERSION
 */
export async function signConsent(
  em: EntityManager,
  viewer: Viewer,
  locked: LockedConsent,
  signature: Signature & { readonly approvals: readonly ApprovalInput[] },
): Promise<void> {
  const { consent, grants, now } = locked;
  const { authority, noticeHash, approvals } = signature;
  const state = stateAt(consent, now);
  if (state === ConsentState.ACTIVE) return;
  if (state !== ConsentState.OFFERED)
    throw new Refusal("CONFLICT_VERSION", `This consent is ${state}: one cannot give it. Read it again.`, ["consent"]);
  await checkNotice(em, await holdNotice(em, consent.noticeId), noticeHash);
  chooseGrants(grants, approvals, now);
  const earlier = (await findEvidence(em, [consent.id])).filter(
    ({ shownNoticeHash }) => shownNoticeHash === noticeHash,
  );
  const signers = earlier.map(({ authorityId }) => authorityId);
  if (!(await collectSignature(em, viewer, locked, signature, signers))) return;
  await recordAct(em, viewer, consent, "give", now, noticeHash, authority && { authority: authority.id });
  consent.givenAt = now;
  await supersedeConsent(em, viewer, consent, now);
}

async function checkNotice(em: EntityManager, notice: Notice, noticeHash: string): Promise<void> {
  if (notice.contentHash !== noticeHash) {
    throw new Refusal("BAD_USER_INPUT", "This is not the notice of this consent: read it and send its contentHash.", [
      "noticeHash",
    ]);
  }
  if (await hasMaterialSuccessor(em, notice.version)) {
    throw new Refusal(
      "CONFLICT_VERSION",
      "The notice has changed since: this consent must be offered with the new one.",
      ["noticeHash"],
    );
  }
}

/** One explicit choice for each grant: there is no way to choose them all at once. */
function chooseGrants(grants: readonly ConsentGrant[], approvals: readonly ApprovalInput[], now: Date): void {
  const open = grants.filter(({ endedAt }) => endedAt === null);
  const chosen = new Map(approvals.map((approval) => [approval.grant, approval]));
  const foreign = approvals.findIndex(({ grant }) => !open.some(({ id }) => id === grant));
  if (foreign >= 0)
    throw new Refusal("BAD_USER_INPUT", "This permission is not part of the consent.", ["approvals", String(foreign)]);
  for (const grant of open) {
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
