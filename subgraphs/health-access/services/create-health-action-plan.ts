import type { HealthAccessContext } from "../context.ts";
import { HealthActionPlan } from "../entities/health-action-plan.ts";
import { fingerprintOf, type PlanContent } from "../policies/plan-content.ts";
import { HealthActionPlans } from "../repositories/health-action-plans.ts";
import { HealthSupports } from "../repositories/health-supports.ts";
import { refuseState, requireFound, requireNavigator } from "./refusals.ts";
import { requireSound, writePlanVersion } from "./write-plan-version.ts";

export interface CreateHealthActionPlan extends PlanContent {
  readonly healthSupport: string;
}

/** Creates the one plan of a support, after a diagnosis. A retry is safe: the same content is the plan created already. */
export async function createHealthActionPlan(context: HealthAccessContext, input: CreateHealthActionPlan) {
  const navigator = requireNavigator(context.viewer);
  requireSound(input);
  return context.em.transactional(async (em) => {
    const supports = new HealthSupports(em, navigator);
    const plans = new HealthActionPlans(em);
    const support = requireFound(await supports.lockHeld(navigator, input.healthSupport), "healthSupport");
    const existing = await plans.ofSupport.load(support.id);
    if (existing) {
      const first = await plans.findVersion(existing.id, 1);
      if (first?.fingerprint === fingerprintOf(input)) return { healthActionPlan: existing };
      throw refuseState("This support has a plan; revise it instead.", ["healthSupport"]);
    }
    if (support.status === "ENDED") throw refuseState("This support has ended.", ["healthSupport"]);
    if (!(await supports.hasDiagnosis(support.id)))
      throw refuseState("Record a diagnosis before the plan.", ["healthSupport"]);

    const { id: supportId, personId, organizationId } = support;
    const plan = em.create(HealthActionPlan, { supportId, personId, organizationId, currentVersion: 1 });
    writePlanVersion(em, plan, 1, input);
    return { healthActionPlan: plan };
  });
}
