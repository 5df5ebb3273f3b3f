import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { isIdentifier } from "../../../kit/identifier.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { Accompaniment } from "../entities/accompaniment.ts";

const NEWEST_FIRST = [{ endedOn: "desc nulls first" }, { startedOn: "desc" }, { id: "asc" }] as const;

/** All who accompany these people or did, those of now first. Each row follows the rule of its type before it leaves. */
export async function findAccompaniments(em: EntityManager, personIds: readonly string[]): Promise<Accompaniment[]> {
  return em.find(Accompaniment, { personId: { $in: [...personIds] } }, { orderBy: [...NEWEST_FIRST] });
}

/** The one of an organisation that lasts. */
export async function findAccompanimentOf(
  em: EntityManager,
  { personId, organizationId }: { readonly personId: string; readonly organizationId: string },
): Promise<Accompaniment | null> {
  return em.findOne(Accompaniment, { personId, organizationId, endedOn: null });
}

export async function findAccompaniment(em: EntityManager, id: string): Promise<Accompaniment | null> {
  return em.findOne(Accompaniment, id);
}

/** Locks one that the viewer may end, hers or her organisation's; null when there is none for her. */
export async function lockAccompaniment(em: EntityManager, viewer: Viewer, id: string): Promise<Accompaniment | null> {
  if (!isIdentifier(id)) return null;
  const ending = viewer.dataSubject ? { personId: viewer.dataSubject } : { organizationId: viewer.organization ?? id };
  return em.findOne(Accompaniment, { id, ...ending }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
}
