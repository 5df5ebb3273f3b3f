import type { ConventionTarget } from "../entities/convention-target.ts";
import { conventionKeepers } from "../policies/actor.ts";
import { dayOf } from "../policies/day.ts";
import { lockTarget } from "../repositories/conventions.ts";
import type { ActingContext } from "./acting-context.ts";
import { conflict, notFound, refuseFuture } from "./refusals.ts";
import { requireActor } from "./require-actor.ts";

/** Records how many there were on a day, today or before; an older count than the one that stands is refused. */
export async function countConventionTarget(
  context: ActingContext,
  asked: { target: string; counted: number; countedOn?: string | null },
): Promise<ConventionTarget> {
  const { organizationId } = requireActor(context.viewer, conventionKeepers);
  const today = dayOf(new Date());
  const countedOn = asked.countedOn ?? today;
  refuseFuture("countedOn", countedOn, today);
  return context.em.transactional(async (em) => {
    const target = await lockTarget(em, organizationId, asked.target);
    if (!target) throw notFound("target");
    if (target.countedOn && countedOn < target.countedOn)
      throw conflict("countedOn", "They were counted since; read the target again.");
    target.counted = asked.counted;
    target.countedOn = countedOn;
    return target;
  });
}
