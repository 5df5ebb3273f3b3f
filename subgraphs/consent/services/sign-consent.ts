import type { EntityManager } from "@mikro-orm/postgresql";
import { Refusal } from "../../../kit/user-error.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { ConsentEvidence } from "../entities/consent-evidence.ts";
import type { ConsentGrant } from "../entities/consent-grant.ts";
import type { Notice } from "../entities/notice.ts";
import type { ProxyAuthority } from "../entities/proxy-authority.ts";
import { ConsentState, stateAt } from "../policies/consent-state.ts";
import { judgeSignatures } from "../policies/signatures.ts";
import type { LockedConsent } from "../repositories/consents.ts";
import { findEvidence } from "../repositories/evidence.ts";
import { hasMaterialSuccessor, holdNotice } from "../repositories/notices.ts";
import { findAuthoritiesInForce } from "../repositories/proxy-authorities.ts";
import type { ApprovalInput } from "../resolvers/consent-inputs.ts";
import { recordAct } from "./record-act.ts";

/** How one signature was received, as the service that received it knows. */
export type Received = Pick<ConsentEvidence, "kind" | "assurance" | "artefactHash" | "custodianOrganizationId"> &
  Pick<ConsentEvidence, "isAssisted" | "isInterpreted">;

export interface Signature {
  /** The authority of who signs; null when it is the person herself. */
  readonly authority: ProxyAuthority | null;
  readonly noticeHash: string;
  readonly approvals: readonly ApprovalInput[];
  readonly received: Received;
}

/**
 * Adds one signature to an offered consent, with its evidence, and gives the consent once there are enough. Until then it
 * stays offered and permits nothing. Grants a signature does not choose end, so that two signatures choose what both choose.
 * Signing again changes nothing.
 * @throws Refusal BAD_USER_INPUT, CONFLICT_VERSION
 */
export async function signConsent(
  em: EntityManager,
  viewer: Viewer,
  { consent, grants, now }: LockedConsent,
  { authority, noticeHash, approvals, received }: Signature,
): Promise<void> {
  if (consent.state === ConsentState.ACTIVE) return;
  const state = stateAt(consent, now);
  if (state !== ConsentState.OFFERED)
    throw new Refusal("CONFLICT_VERSION", `This consent is ${state}: one cannot give it. Read it again.`, ["consent"]);
  await checkNotice(em, await holdNotice(em, consent.noticeId), noticeHash);
  chooseGrants(grants, approvals, now);
  const ofThisNotice = (await findEvidence(em, [consent.id])).filter((one) => one.shownNoticeHash === noticeHash);
  const earlier = ofThisNotice.map(({ authorityId }) => authorityId);
  const outcome = judgeSignatures({
    signer: authority,
    earlier,
    inForce: await findAuthoritiesInForce(em, consent.personId),
    categories: grants.filter(({ endedAt }) => endedAt === null).map(({ category }) => category),
  });
  if (outcome.isDecided) {
    await recordAct(em, viewer, consent, "give", now, noticeHash);
    consent.givenAt = now;
    consent.authorityId = outcome.authority;
  }
  if (earlier.includes(authority?.id ?? null)) return;
  em.persist(
    em.create(ConsentEvidence, {
      consentId: consent.id,
      personId: consent.personId,
      organizationId: consent.organizationId,
      authorityId: authority?.id ?? null,
      capturedBy: viewer.subject,
      capturedAt: now,
      shownNoticeHash: noticeHash,
      ...received,
    } as ConsentEvidence),
  );
}

async function checkNotice(em: EntityManager, notice: Notice, noticeHash: string): Promise<void> {
  if (notice.contentHash !== noticeHash) {
    throw new Refusal("BAD_USER_INPUT", "This is not the notice of this consent: read it and send its contentHash.", [
      "noticeHash",
    ]);
  }
  if (await hasMaterialSuccessor(em, notice.version)) {
    throw new Refusal("CONFLICT_VERSION", "The notice has changed since: this consent must be offered with the new one.", [
      "noticeHash",
    ]);
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
