import type { HealthAccessContext } from "../context.ts";
import { PlanExtract } from "../entities/plan-extract.ts";
import { extractContentOf } from "../policies/extract-content.ts";
import { HealthActionPlans } from "../repositories/health-action-plans.ts";
import { PlanExtracts } from "../repositories/plan-extracts.ts";
import { requireFound, requireNavigator } from "./refusals.ts";

export interface DerivePlanExtract {
  readonly healthActionPlan: string;
}

/** Derives the extract of the version in force. A retry is safe: the same content of a plan is always the same extract. */
export async function derivePlanExtract(context: HealthAccessContext, input: DerivePlanExtract) {
  const navigator = requireNavigator(context.viewer);
  return context.em.transactional(async (em) => {
    const plans = new HealthActionPlans(em);
    const plan = requireFound(await plans.lockHeld(navigator, input.healthActionPlan), "healthActionPlan");
    const { lines, text, contentHash } = extractContentOf(await plans.contentOf(plan));
    const derived = await new PlanExtracts(em, navigator).findByContent(plan.id, contentHash);
    if (derived) return { planExtract: derived };

    const { id: planId, personId, organizationId } = plan;
    const content = { lines: [...lines], text, contentHash };
    return { planExtract: em.create(PlanExtract, { planId, personId, organizationId, ...content }) };
  });
}
