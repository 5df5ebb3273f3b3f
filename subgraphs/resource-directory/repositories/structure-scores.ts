import type { EntityManager } from "@mikro-orm/postgresql";
import { currentScore } from "./current-score.ts";

/** Mean quality score of the offers of each structure that has any, today. */
export async function meanScores(
  em: EntityManager,
  structureIds: readonly string[],
): Promise<{ structureId: string; score: number }[]> {
  return em.execute(
    `select structure_id as "structureId", (round(avg(${currentScore}), 2))::float8 as score
     from care_offer where structure_id = any(array[?]::text[]) and not is_withdrawn group by structure_id`,
    [structureIds],
  );
}
