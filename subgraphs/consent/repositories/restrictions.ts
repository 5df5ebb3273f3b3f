import { LockMode, raw } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { isIdentifier } from "../../../kit/identifier.ts";
import { Restriction } from "../entities/restriction.ts";

/** By the clock of the database, as every decision. */
const notOver = () => ({ $or: [{ endsAt: null }, { endsAt: { $gt: raw("clock_timestamp()") } }] });

/** What a person opposes now, the newest first. */
export async function listRestrictions(em: EntityManager, personId: string): Promise<Restriction[]> {
  return em.find(Restriction, { personId, ...notOver() }, { orderBy: { startsAt: "desc", id: "asc" } });
}

export async function countRestrictions(em: EntityManager, personId: string): Promise<number> {
  return em.count(Restriction, { personId, ...notOver() });
}

/** Whoever's it is: whether it is hers is for the caller to see. */
export async function findRestriction(em: EntityManager, id: string): Promise<Restriction | null> {
  return em.findOne(Restriction, id);
}

/** Locks one of hers for a change; null when she has none of this identifier. */
export async function lockRestriction(em: EntityManager, personId: string, id: string): Promise<Restriction | null> {
  return isIdentifier(id) ? em.findOne(Restriction, { id, personId }, { lockMode: LockMode.PESSIMISTIC_WRITE }) : null;
}
