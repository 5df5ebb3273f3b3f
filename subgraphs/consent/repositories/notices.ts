import { LockMode, raw } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { Notice } from "../entities/notice.ts";

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

/** A notice somebody is deciding upon: until the transaction ends, no other version is published. */
export async function holdNotice(em: EntityManager, id: string): Promise<Notice> {
  return em.findOneOrFail(Notice, id, { lockMode: LockMode.PESSIMISTIC_READ });
}

/** Whether what people are told has changed in a way that matters since a version. */
export async function hasMaterialSuccessor(em: EntityManager, version: number): Promise<boolean> {
  return (await em.count(Notice, { version: { $gt: version }, isMaterial: true })) > 0;
}

/**
 * Suspends every consent in force given on a version before this one, with the event of each, in one statement.
 * @param actor account in whose name it is done
 * @returns how many
 */
export async function suspendUnderEarlierNotices(em: EntityManager, version: number, actor: string): Promise<number> {
  const rows = await em.execute(
    `with suspended as (
       update consent c set state = 'SUSPENDED', suspension_cause = 'NOTICE_CHANGED' from notice n
       where n.id = c.notice_id and n.version < ? and c.state = 'ACTIVE' and c.not_after > clock_timestamp()
       returning c.id, c.person_id)
     insert into consent_event (consent_id, person_id, act, from_state, to_state, actor_subject, details)
     select id, person_id, 'suspend', 'ACTIVE', 'SUSPENDED', ?, '{"cause": "NOTICE_CHANGED"}' from suspended order by id returning id`,
    [version, actor],
  );
  return rows.length;
}

/** Waits for those who decide upon a notice, and keeps others from beginning to. */
export async function lockNotices(em: EntityManager): Promise<void> {
  await em.execute("lock table notice in exclusive mode");
}

/** The newest version, one row a language; empty before the first is published. */
export async function newestVersion(em: EntityManager): Promise<Notice[]> {
  const newest = await em.findOne(Notice, { version: { $gt: 0 } }, { orderBy: { version: "desc" } });
  return newest ? em.find(Notice, { version: newest.version }) : [];
}
