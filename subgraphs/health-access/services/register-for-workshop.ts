import type { HealthAccessContext } from "../context.ts";
import { WorkshopRegistration } from "../entities/workshop-registration.ts";
import { placesByName } from "../policies/workshop-offer.ts";
import { HealthSupports } from "../repositories/health-supports.ts";
import { Workshops } from "../repositories/workshops.ts";
import { refuseState, requireFound, requireNavigator } from "./refusals.ts";
import { requireToCome } from "./require-to-come.ts";

/** `healthSupport` tells who comes: whoever is not accompanied stays anonymous. */
export interface RegisterForWorkshop {
  readonly session: string;
  readonly healthSupport: string;
}

/**
 * Registers a person whom the association accompanies; where the session is full she waits, in the order of arrival. A retry
 * is safe: she is registered once until that is cancelled.
 */
export async function registerForWorkshop(context: HealthAccessContext, input: RegisterForWorkshop) {
  const navigator = requireNavigator(context.viewer);
  return context.em.transactional(async (em) => {
    const workshops = new Workshops(em, navigator);
    const supports = new HealthSupports(em, navigator);
    const support = requireFound(await supports.lockHeld(navigator, input.healthSupport), "healthSupport");
    const session = requireFound(await workshops.lockSession(navigator, input.session), "session");
    const { personId, organizationId } = support;
    const standing = await workshops.findStanding(session.id, personId);
    if (standing) return { workshopRegistration: standing, workshopSession: session };
    requireToCome(session);
    if (support.status === "ENDED") throw refuseState("This support has ended.", ["healthSupport"]);

    const workshopRegistration = Object.assign(new WorkshopRegistration(), {
      sessionId: session.id,
      personId,
      organizationId,
      number: await workshops.seats.nextNumber(session.id),
      status: (await workshops.seats.left(session.id, placesByName(session))) > 0 ? "REGISTERED" : "WAITING",
    });
    em.persist(workshopRegistration);
    return { workshopRegistration, workshopSession: session };
  });
}
