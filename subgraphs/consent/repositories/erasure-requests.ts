import type { EntityManager } from "@mikro-orm/postgresql";
import { ErasureRequest } from "../entities/erasure-request.ts";

/** As many as anybody reads: who asks more often has read the earlier answers. */
const MOST_SHOWN = 20;

export async function findErasureRequest(em: EntityManager, id: string): Promise<ErasureRequest | null> {
  return em.findOne(ErasureRequest, { id });
}

/** A person's latest requests, the newest first. */
export async function listErasureRequests(em: EntityManager, personId: string): Promise<ErasureRequest[]> {
  return em.find(ErasureRequest, { personId }, { orderBy: { requestedAt: "desc", id: "asc" }, limit: MOST_SHOWN });
}
