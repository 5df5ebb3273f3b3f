import type { HealthAccessContext } from "../context.ts";
import { Diagnosis } from "../entities/diagnosis.ts";
import type { Discipline } from "../policies/agreement-period.ts";
import { HealthSupports } from "../repositories/health-supports.ts";
import { refuseInput, refuseState, requireFound, requireNavigator } from "./refusals.ts";
import { today } from "./today.ts";

export interface RecordDiagnosis {
  readonly healthSupport: string;
  readonly summary: string;
  readonly establishedOn: string;
  readonly disciplines: Discipline[];
}

/** Records a diagnosis after a first interview. A retry is safe: one a day, and the same text is the one recorded already. */
export async function recordDiagnosis(context: HealthAccessContext, input: RecordDiagnosis) {
  const navigator = requireNavigator(context.viewer);
  const { summary, establishedOn } = input;
  const disciplines = [...new Set(input.disciplines)].sort();
  if (establishedOn > today()) throw refuseInput("A diagnosis is recorded once it was established.", ["establishedOn"]);
  return context.em.transactional(async (em) => {
    const supports = new HealthSupports(em, navigator);
    const support = requireFound(await supports.lockHeld(navigator, input.healthSupport), "healthSupport");
    const recorded = await supports.findDiagnosis(support.id, establishedOn);
    if (recorded?.summary === summary && recorded.disciplines.join() === disciplines.join())
      return { diagnosis: recorded };
    if (recorded) throw refuseState("A diagnosis of that day is recorded and cannot be edited.", ["establishedOn"]);
    if (support.status === "ENDED") throw refuseState("This support has ended.", ["healthSupport"]);
    if (!(await supports.hasFirstInterview(support.id)))
      throw refuseState("Record a first interview before the diagnosis.", ["healthSupport"]);

    const { id: supportId, personId, organizationId } = support;
    return {
      diagnosis: em.create(Diagnosis, { supportId, personId, organizationId, summary, establishedOn, disciplines }),
    };
  });
}
