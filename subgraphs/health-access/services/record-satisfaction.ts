import type { HealthAccessContext } from "../context.ts";
import { SatisfactionCollection } from "../entities/satisfaction-collection.ts";
import { Sectors } from "../repositories/sectors.ts";
import { writeOnce } from "../repositories/write-once.ts";
import { refuseInput, refuseState, requireFound, requireNavigator } from "./refusals.ts";
import { today } from "./today.ts";

interface Answers {
  readonly verySatisfied: number;
  readonly satisfied: number;
  readonly dissatisfied: number;
  readonly veryDissatisfied: number;
}

/** `collectedOn` is a day; the counts are from 0 to 1000. */
export interface RecordSatisfaction extends Answers {
  readonly sector: string;
  readonly collectedOn: string;
}

/** Records the answers collected in a sector, without whoever gave them. A retry is safe: one collection a day. */
export async function recordSatisfaction(context: HealthAccessContext, input: RecordSatisfaction) {
  const navigator = requireNavigator(context.viewer);
  return context.em.transactional(async (em) => {
    const sector = requireFound(await new Sectors(em).findHeld(navigator, input.sector), "sector");
    if (input.collectedOn > today()) throw refuseInput("Answers are counted once collected.", ["collectedOn"]);
    const { collectedOn, verySatisfied, satisfied, dissatisfied, veryDissatisfied } = input;
    const answers = { verySatisfied, satisfied, dissatisfied, veryDissatisfied };
    const key = { sectorId: sector.id, collectedOn };
    const satisfactionCollection = await writeOnce(em, SatisfactionCollection, key, answers);
    if ((Object.keys(answers) as (keyof Answers)[]).some((word) => satisfactionCollection[word] !== answers[word]))
      throw refuseState("Other answers are recorded for that sector and day.", ["collectedOn"]);
    return { satisfactionCollection };
  });
}
