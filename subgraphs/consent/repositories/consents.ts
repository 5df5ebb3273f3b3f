import { LockMode, raw } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { isIdentifier } from "../../../kit/identifier.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { Consent } from "../entities/consent.ts";
import { ConsentGrant } from "../entities/consent-grant.ts";
import { Notice } from "../entities/notice.ts";
import { Organization, OrganizationKind } from "../entities/organization.ts";
import { isInternalReadAllowed } from "../policies/internal-roles.ts";
import { readClock } from "./clock.ts";

/** Consents a viewer may know of: her own, and, for who asks for consents, those her organisation asked for. */
function visibleTo(viewer: Viewer) {
  if (viewer.dataSubject) return { personId: viewer.dataSubject };
  const isReader = viewer.organization !== null && isInternalReadAllowed(viewer);
  return isReader ? { organizationId: viewer.organization } : { id: { $in: [] as string[] } };
}

export async function findConsents(em: EntityManager, viewer: Viewer, ids: readonly string[]): Promise<Consent[]> {
  return em.find(Consent, { $and: [{ id: { $in: [...ids] } }, visibleTo(viewer)] });
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
  return em.find(ConsentGrant, { $and: [{ id: { $in: [...ids] } }, visibleTo(viewer)] });
}

export async function findNotices(em: EntityManager, ids: readonly string[]): Promise<Notice[]> {
  return em.find(Notice, { id: { $in: [...ids] } });
}

/** The notice in force for a language: the newest that has taken effect. */
export async function currentNotice(em: EntityManager, language: string): Promise<Notice | null> {
  return em.findOne(Notice, { language, effectiveFrom: { $lte: raw("now()") } }, { orderBy: { version: "desc" } });
}

/** The notices in force for some languages, one each. */
export async function findNoticesInForce(em: EntityManager, languages: readonly string[]): Promise<Notice[]> {
  const found = await Promise.all(languages.map((language) => currentNotice(em, language)));
  return found.filter((notice) => notice !== null);
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
  const operator = { id: organization, kind: OrganizationKind.HUB_OPERATOR };
  const isOperator = (await em.count(Organization, operator)) > 0;
  return lockOne(em, id, isOperator ? {} : { organizationId: organization });
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
