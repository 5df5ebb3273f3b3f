import type { HealthAccessContext } from "../context.ts";
import { WorkshopSession } from "../entities/workshop-session.ts";
import { workshopOffer } from "../policies/workshop-offer.ts";
import type { WorkshopThemeCode } from "../policies/workshop-words.ts";
import { Workshops } from "../repositories/workshops.ts";
import { refuseState, requireNavigator } from "./refusals.ts";
import { requireHeldSoon } from "./require-held-soon.ts";
import { tellDirectory } from "./tell-directory.ts";

/** `communeCode` is an INSEE code, `capacity` from 1 to 200; all of it is published. */
export interface PlanWorkshopSession {
  readonly theme: WorkshopThemeCode;
  readonly placeName: string;
  readonly address?: string | null;
  readonly communeCode: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly capacity: number;
}

/** Plans a session and publishes it. A retry is safe: a theme has one session at one place and instant. */
export async function planWorkshopSession(context: HealthAccessContext, input: PlanWorkshopSession) {
  const navigator = requireNavigator(context.viewer);
  requireHeldSoon(input);
  return context.em.transactional(async (em) => {
    const content = { ...input, address: input.address ?? null, organizationId: navigator.organization };
    const session = Object.assign(new WorkshopSession(), content);
    const workshopSession = await new Workshops(em, navigator).findOrAdd(session);
    if (workshopSession.id === session.id) await tellDirectory(context, em, [workshopOffer(session)]);
    else if (!isSame(workshopSession, session))
      throw refuseState("There is another session on this theme at that place and time.", ["startsAt"]);
    return { workshopSession };
  });
}

const isSame = (one: WorkshopSession, other: WorkshopSession): boolean =>
  one.capacity === other.capacity &&
  one.endsAt.getTime() === other.endsAt.getTime() &&
  one.isCancelled === other.isCancelled;
