import type { ReceivingCapacity } from "../entities/receiving-capacity.ts";
import { findCapacities, replaceCapacity } from "../repositories/receiving-capacities.ts";
import type { ActingContext } from "./acting-context.ts";
import { requireActor } from "./require-actor.ts";

/** What an organisation says of its places; `openUntil` is a day. */
export interface StatedCapacity {
  places: number;
  taken: number;
  openUntil?: string | null;
}

/** States how many people the viewer's organisation can take on; the same figures again change nothing. */
export async function stateReceivingCapacity(
  context: ActingContext,
  { places, taken, openUntil = null }: StatedCapacity,
): Promise<ReceivingCapacity> {
  const { organizationId } = requireActor(context.viewer, ["HEALTH_NAVIGATOR"]);
  return context.em.transactional(async (em) => {
    const [stated] = await findCapacities(em, [organizationId]);
    const isSame = stated?.places === places && stated.taken === taken && stated.openUntil === openUntil;
    return isSame ? stated : replaceCapacity(em, { organizationId, places, taken, openUntil, statedAt: new Date() });
  });
}
