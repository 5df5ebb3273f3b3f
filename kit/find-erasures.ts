import type { EntityManager } from "@mikro-orm/postgresql";
import { ErasureOutcome } from "./erasure-outcome.ts";

/** What became of a subject's records whenever she asked, the newest first; as many lines as a few requests leave. */
export function findErasures(em: EntityManager, subject: string): Promise<ErasureOutcome[]> {
  return em.find(
    ErasureOutcome,
    { subjectId: subject },
    { orderBy: { decidedAt: "desc", kind: "asc", kept: "asc", id: "asc" }, limit: 100 },
  );
}
