import type { EntityManager } from "@mikro-orm/postgresql";
import { ConsentEvidence } from "../entities/consent-evidence.ts";

/** Signatures under consents, the oldest first. Whoever may read a consent may read these, and nobody else. */
export async function findEvidence(em: EntityManager, consentIds: readonly string[]): Promise<ConsentEvidence[]> {
  return em.find(ConsentEvidence, { consentId: { $in: [...consentIds] } }, { orderBy: { id: "asc" } });
}
