import type { HealthAccessContext } from "../context.ts";
import type { PlanStepStatus } from "../policies/support-words.ts";
import { HealthActionPlans } from "../repositories/health-action-plans.ts";
import { refuseState, requireFound, requireNavigator } from "./refusals.ts";

export interface ChangePlanStepStatus {
  readonly planStep: string;
  readonly status: PlanStepStatus;
  /** The `version` of the step that was read before changing it. */
  readonly version: number;
}

/** Changes how far a step has come. A retry is safe: a step that stands there already, one version on, is left alone. */
export async function changePlanStepStatus(context: HealthAccessContext, input: ChangePlanStepStatus) {
  const navigator = requireNavigator(context.viewer);
  return context.em.transactional(async (em) => {
    const plans = new HealthActionPlans(em);
    const { step, plan, versionNumber } = requireFound(await plans.lockHeldStep(navigator, input.planStep), "planStep");
    if (versionNumber !== plan.currentVersion)
      throw refuseState("This step belongs to an earlier version of the plan; read the current one.", ["planStep"]);
    const isAlreadyThere = step.status === input.status;
    if (isAlreadyThere && (step.version === input.version || step.version === input.version + 1))
      return { planStep: step };
    if (step.version !== input.version)
      throw refuseState("The step was changed meanwhile; read it again.", ["version"]);

    step.status = input.status;
    await em.flush();
    return { planStep: step };
  });
}
