import { LockMode, raw } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { isIdentifier } from "../../../kit/identifier.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { Consent } from "../entities/consent.ts";
import { ConsentGrant } from "../entities/consent-grant.ts";
import { mayOfferConsent } from "../policies/internal-roles.ts";
import { readClock } from "./clock.ts";
import { isOperator } from "./people.ts";
import { IN_FORCE } from "./proxy-authorities.ts";

/** How a category within the viewer's authority is found from a row of each table. */
const CATEGORY_IN_SCOPE = {
  consent: (row: string) =>
    `exists (select from consent_grant g where g.consent_id = ${row}.id and g.category = any (p.scope))`,
  grant: (row: string) => `${row}.category = any (p.scope)`,
};

/**
 * Consents a viewer may know of: her own; those of whom she stands for now, as far as her authority extends; and, for who
 * asks for consents, those her organisation asked for.
 */
function visibleTo(viewer: Viewer, inScope: (row: string) => string = CATEGORY_IN_SCOPE.consent) {
  if (viewer.dataSubject || viewer.organization === null) {
    const isProxy = raw(
      (row: string) => `exists (select from proxy_authority p
        where p.holder_subject = ? and p.person_id = ${row}.person_id and ${IN_FORCE} and ${inScope(row)})`,
      [viewer.subject],
    );
    return { $or: [...(viewer.dataSubject ? [{ personId: viewer.dataSubject }] : []), { [isProxy]: true }] };
  }
  return mayOfferConsent(viewer) ? { organizationId: viewer.organization } : { id: { $in: [] as string[] } };
}

export async function findConsents(em: EntityManager, viewer: Viewer, ids: readonly string[]): Promise<Consent[]> {
  return em.find(Consent, { $and: [{ id: { $in: [...ids] } }, visibleTo(viewer)] });
}

/** Whoever may know of them: nothing of it may be shown to anybody. */
export async function findConsentsOfAnybody(em: EntityManager, ids: readonly string[]): Promise<Consent[]> {
  return em.find(Consent, { id: { $in: [...ids] } });
}

export async function findConsentsOfPeople(
  em: EntityManager,
  viewer: Viewer,
  personIds: readonly string[],
): Promise<Consent[]> {
  return em.find(
    Consent,
    { $and: [{ personId: { $in: [...personIds] } }, visibleTo(viewer)] },
    { orderBy: { notAfter: "desc", id: "asc" } },
  );
}

export async function findGrantsOfConsents(em: EntityManager, consentIds: readonly string[]): Promise<ConsentGrant[]> {
  return em.find(ConsentGrant, { consentId: { $in: [...consentIds] } }, { orderBy: { category: "asc", id: "asc" } });
}

export async function findGrants(em: EntityManager, viewer: Viewer, ids: readonly string[]): Promise<ConsentGrant[]> {
  return em.find(ConsentGrant, { $and: [{ id: { $in: [...ids] } }, visibleTo(viewer, CATEGORY_IN_SCOPE.grant)] });
}

/**
 * Locks a consent for a change, with its grants and the instant on the clock that decides; null when the viewer may not
 * know of it, exactly as when there is none.
 */
export async function lockConsent(em: EntityManager, viewer: Viewer, id: string): Promise<LockedConsent | null> {
  return lockOne(em, id, visibleTo(viewer));
}

/** The same for a data-protection officer: of her own organisation's consents, or of all where it operates the hub. */
export async function lockConsentForOfficer(
  em: EntityManager,
  viewer: Viewer,
  id: string,
): Promise<LockedConsent | null> {
  const { organization } = viewer;
  if (!organization) return null;
  return lockOne(em, id, (await isOperator(em, viewer)) ? {} : { organizationId: organization });
}

/** The same for the consent another replaces, which was checked when that one was drafted. */
export async function lockReplaced(em: EntityManager, { replacesId }: Consent): Promise<Consent | null> {
  return replacesId ? em.findOne(Consent, replacesId, { lockMode: LockMode.PESSIMISTIC_WRITE }) : null;
}

/** A consent nobody else changes meanwhile. */
export interface LockedConsent {
  readonly consent: Consent;
  readonly grants: readonly ConsentGrant[];
  readonly now: Date;
}

async function lockOne(em: EntityManager, id: string, scope: object): Promise<LockedConsent | null> {
  if (!isIdentifier(id)) return null;
  const consent = await em.findOne(Consent, { $and: [{ id }, scope] }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  return consent ? { consent, grants: await findGrantsOfConsents(em, [id]), now: await readClock(em) } : null;
}

/** The consent the viewer's organisation prepared for a person under this key, if it did. */
export async function findPrepared(
  em: EntityManager,
  viewer: Viewer,
  key: string,
  personId: string,
): Promise<Consent | null> {
  return em.findOne(Consent, { $and: [{ id: key, personId }, visibleTo(viewer)] });
}

/** Whether any consent was prepared under this key, by whomever and for whomever. */
export async function isKeyTaken(em: EntityManager, key: string): Promise<boolean> {
  return (await em.count(Consent, { id: key })) > 0;
}
