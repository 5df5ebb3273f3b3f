import { Refusal } from "../../../kit/user-error.ts";
import type { ConsentContext } from "../context.ts";
import type { ProxyAuthority } from "../entities/proxy-authority.ts";
import { mayOfferConsent } from "../policies/internal-roles.ts";
import { readClock } from "../repositories/clock.ts";
import { lockAuthority } from "../repositories/proxy-authorities.ts";

/**
 * Ends an authority at once, and with it what was given under it, until the person or who stands for her then confirms it.
 * The organisation that verified it may do so, and who holds it. Ending twice changes nothing.
 * @throws Refusal FORBIDDEN, NOT_FOUND
 */
export async function endProxyAuthority(
  { em, viewer }: ConsentContext,
  input: { authority: string },
): Promise<ProxyAuthority> {
  if (!viewer || (viewer.organization !== null && !mayOfferConsent(viewer))) {
    throw new Refusal("FORBIDDEN", "Only who holds an authority, or who verified it, may end it.");
  }
  return em.transactional(async (transaction) => {
    const authority = await lockAuthority(transaction, viewer, input.authority);
    if (!authority) throw new Refusal("NOT_FOUND", "You know of no such authority.", ["authority"]);
    if (authority.endedAt) return authority;
    authority.endedAt = await readClock(transaction);
    authority.endedBy = viewer.subject;
    return authority;
  });
}
