import { LockMode, raw } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { isIdentifier } from "../../../kit/identifier.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { Professional } from "../entities/professional.ts";
import { ProxyAuthority } from "../entities/proxy-authority.ts";
import { mayOfferConsent } from "../policies/internal-roles.ts";

/** Whether the authority `p` holds at this instant, on the clock that decides. */
export const IN_FORCE = "p.valid_from <= clock_timestamp() and clock_timestamp() < least(p.valid_to, p.ended_at)";

const inForce = () => ({
  validFrom: { $lte: raw("clock_timestamp()") },
  validTo: { $gt: raw("clock_timestamp()") },
  $or: [{ endedAt: null }, { endedAt: { $gt: raw("clock_timestamp()") } }],
});

/** Those in force that the viewer holds: a professional at work stands for nobody. */
const heldBy = ({ subject }: Viewer) => ({ holderSubject: subject, ...inForce() });

/** What a viewer may know of: who stands for her, for whom she stands now, and what her organisation verified. */
function visibleTo(viewer: Viewer) {
  if (viewer.organization === null) {
    return { $or: [...(viewer.dataSubject ? [{ personId: viewer.dataSubject }] : []), heldBy(viewer)] };
  }
  return mayOfferConsent(viewer) ? { organizationId: viewer.organization } : { id: { $in: [] as string[] } };
}

export async function findAuthorities(em: EntityManager, viewer: Viewer, ids: readonly string[]) {
  return em.find(ProxyAuthority, { $and: [{ id: { $in: [...ids] } }, visibleTo(viewer)] });
}

export async function findAuthoritiesOver(em: EntityManager, viewer: Viewer, personIds: readonly string[]) {
  const ofThem = { personId: { $in: [...personIds] } };
  return em.find(ProxyAuthority, { $and: [ofThem, visibleTo(viewer)] }, { orderBy: { validTo: "desc", id: "asc" } });
}

export async function findHeldAuthorities(em: EntityManager, viewer: Viewer): Promise<ProxyAuthority[]> {
  if (viewer.organization !== null) return [];
  return em.find(ProxyAuthority, heldBy(viewer), { orderBy: { validTo: "desc", id: "asc" } });
}

/** All that is in force over a person, whoever holds it. */
export async function findAuthoritiesInForce(em: EntityManager, personId: string): Promise<ProxyAuthority[]> {
  return em.find(ProxyAuthority, { personId, ...inForce() }, { orderBy: { validTo: "desc", id: "asc" } });
}

/** Locks an authority that the viewer may end; null when she may not know of it, exactly as when there is none. */
export async function lockAuthority(em: EntityManager, viewer: Viewer, id: string): Promise<ProxyAuthority | null> {
  if (!isIdentifier(id)) return null;
  const ending =
    viewer.organization === null ? { holderSubject: viewer.subject } : { organizationId: viewer.organization };
  return em.findOne(ProxyAuthority, { id, ...ending }, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

export async function findAuthorityByKey(em: EntityManager, key: string): Promise<ProxyAuthority | null> {
  return em.findOne(ProxyAuthority, key);
}

export async function isProfessional(em: EntityManager, subject: string): Promise<boolean> {
  return (await em.count(Professional, { subject })) > 0;
}
