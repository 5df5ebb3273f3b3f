import type { EntityManager } from "@mikro-orm/postgresql";
import { Refusal } from "../../../kit/user-error.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import type { ConsentContext } from "../context.ts";
import type { Consent } from "../entities/consent.ts";
import type { ProxyAuthority } from "../entities/proxy-authority.ts";
import { EvidenceKind } from "../policies/evidence-kind.ts";
import { type LockedConsent, lockConsent } from "../repositories/consents.ts";
import { findHeldAuthorities } from "../repositories/proxy-authorities.ts";
import type { ApprovalInput, GiveConsentInput } from "../resolvers/consent-inputs.ts";
import { type Received, signConsent } from "./sign-consent.ts";

/** Who gives is signed in with an account of her own: that is the evidence. */
const signedIn: Received = {
  kind: EvidenceKind.OIDC_AUTHENTICATED,
  assurance: null,
  artefactHash: null,
  custodianOrganizationId: null,
  isAssisted: false,
  isInterpreted: false,
};

/**
 * The person, or who stands for her, gives an offered consent: she names the notice she read by its hash and chooses each
 * grant, with the hash of the exact content where there is one. Where a curator assists the person it takes both, and the
 * consent stays offered until then. Giving twice changes nothing.
 * @throws Refusal FORBIDDEN, NOT_FOUND, BAD_USER_INPUT, CONFLICT_VERSION
 */
export async function giveConsent({ em, viewer }: ConsentContext, input: GiveConsentInput): Promise<Consent> {
  if (!viewer || viewer.organization !== null)
    throw new Refusal("FORBIDDEN", "Only the person herself, or who stands for her, gives her consent.");
  return em.transactional(async (transaction) => {
    const found = await lockConsent(transaction, viewer, input.consent);
    if (!found) throw new Refusal("NOT_FOUND", "No such consent was offered to you.", ["consent"]);
    const authority = await authorityToGive(transaction, viewer, found, input.approvals);
    await signConsent(transaction, viewer, found, { ...input, authority, received: signedIn });
    return found.consent;
  });
}

/** Null for the person herself; else an authority of the viewer's that extends to everything she chooses. */
async function authorityToGive(
  em: EntityManager,
  viewer: Viewer,
  { consent, grants }: LockedConsent,
  approvals: readonly ApprovalInput[],
): Promise<ProxyAuthority | null> {
  if (viewer.dataSubject === consent.personId) return null;
  const chosen = grants.filter(({ id }) => approvals.some(({ grant }) => grant === id));
  const held = (await findHeldAuthorities(em, viewer)).filter(({ personId }) => personId === consent.personId);
  const authority = held.find(({ scope }) => chosen.every(({ category }) => scope.includes(category)));
  if (authority) return authority;
  throw new Refusal("FORBIDDEN", "Your authority does not extend to every permission you choose.", ["approvals"]);
}
