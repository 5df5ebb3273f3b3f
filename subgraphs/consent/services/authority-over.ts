import type { EntityManager } from "@mikro-orm/postgresql";
import { Refusal } from "../../../kit/user-error.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import type { ConsentGrant } from "../entities/consent-grant.ts";
import type { ProxyAuthority } from "../entities/proxy-authority.ts";
import { findHeldAuthorities } from "../repositories/proxy-authorities.ts";

/**
 * Under which authority the viewer decides about a person's grants: none when she is the person; else one of hers, in force
 * now, that extends to all of them.
 * @throws Refusal FORBIDDEN when none does
 */
export async function authorityOver(
  em: EntityManager,
  viewer: Viewer,
  personId: string,
  grants: readonly ConsentGrant[],
): Promise<ProxyAuthority | null> {
  if (viewer.dataSubject === personId) return null;
  const held = await findHeldAuthorities(em, viewer);
  const authority = held.find(
    (one) => one.personId === personId && grants.every(({ category }) => one.scope.includes(category)),
  );
  if (authority) return authority;
  throw new Refusal("FORBIDDEN", "Your authority does not extend to every permission you decide about.");
}
