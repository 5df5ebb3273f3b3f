import type { EntityManager } from "@mikro-orm/postgresql";
import { Membership } from "../entities/membership.ts";
import { Professional } from "../entities/professional.ts";

/** Open to every viewer: who works where is no secret of the people accompanied. */
export async function findProfessionals(em: EntityManager, ids: readonly string[]): Promise<Professional[]> {
  return em.find(Professional, { id: { $in: [...ids] } });
}

/** The professionals some accounts belong to. */
export async function findProfessionalsOf(em: EntityManager, subjects: readonly string[]): Promise<Professional[]> {
  return em.find(Professional, { subject: { $in: [...subjects] } });
}

/** The professional an account belongs to. */
export async function findProfessionalOf(em: EntityManager, subject: string): Promise<Professional | null> {
  return em.findOne(Professional, { subject });
}

/** Memberships held now, the oldest first. */
export async function findMemberships(em: EntityManager, professionalIds: readonly string[]): Promise<Membership[]> {
  return em.find(
    Membership,
    { professionalId: { $in: [...professionalIds] }, endedAt: null },
    { orderBy: { startedAt: "asc", id: "asc" } },
  );
}
