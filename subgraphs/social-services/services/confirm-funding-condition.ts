import type { ConventionFunding } from "../entities/convention-funding.ts";
import { conventionKeepers } from "../policies/actor.ts";
import { dayOf } from "../policies/day.ts";
import { lockFunding } from "../repositories/conventions.ts";
import type { ActingContext } from "./acting-context.ts";
import { badInput, notFound, refuseFuture } from "./refusals.ts";
import { requireActor } from "./require-actor.ts";

/** Records that the condition of a funding is met; one already met keeps its day. */
export async function confirmFundingCondition(
  context: ActingContext,
  asked: { funding: string; metOn?: string | null },
): Promise<ConventionFunding> {
  const { organizationId } = requireActor(context.viewer, conventionKeepers);
  const today = dayOf(new Date());
  const metOn = asked.metOn ?? today;
  refuseFuture("metOn", metOn, today);
  return context.em.transactional(async (em) => {
    const funding = await lockFunding(em, organizationId, asked.funding);
    if (!funding) throw notFound("funding");
    if (funding.condition === null) throw badInput("funding", "This funding is under no condition.");
    funding.conditionMetOn ??= metOn;
    return funding;
  });
}
