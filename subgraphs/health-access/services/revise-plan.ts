import type { HealthAccessContext } from "../context.ts";
import { fingerprintOf, type PlanContent } from "../policies/plan-content.ts";
import { HealthActionPlans } from "../repositories/health-action-plans.ts";
import { refuseState, requireFound, requireNavigator } from "./refusals.ts";
import { requireSound, writePlanVersion } from "./write-plan-version.ts";

export interface RevisePlan extends PlanContent {
  readonly healthActionPlan: string;
  /** The version that was read before revising. */
  readonly basedOnVersion: number;
}

/**
 * Puts a new version of a plan in force. Two who revise the same version do not overwrite each other: the second is told to
 * read again. A retry is safe: the same content based on the same version is the version written already.
 */
export async function revisePlan(context: HealthAccessContext, input: RevisePlan) {
  const navigator = requireNavigator(context.viewer);
  requireSound(input);
  return context.em.transactional(async (em) => {
    const plans = new HealthActionPlans(em);
    const plan = requireFound(await plans.lockHeld(navigator, input.healthActionPlan), "healthActionPlan");
    const next = input.basedOnVersion + 1;
    if (plan.currentVersion === next) {
      const written = await plans.findVersion(plan.id, next);
      if (written?.fingerprint === fingerprintOf(input)) return { healthActionPlan: plan };
    }
    if (plan.currentVersion !== input.basedOnVersion)
      throw refuseState("The plan was revised meanwhile; read it again and revise its current version.", [
        "basedOnVersion",
      ]);

    writePlanVersion(em, plan, next, input);
    return { healthActionPlan: plan };
  });
}
