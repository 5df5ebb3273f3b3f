import type { HealthAccessContext } from "../context.ts";
import { WorkshopSession } from "../entities/workshop-session.ts";
import { parisDay } from "../policies/paris-day.ts";
import { workshopOffer } from "../policies/workshop-offer.ts";
import type { WorkshopThemeCode } from "../policies/workshop-words.ts";
import { Workshops } from "../repositories/workshops.ts";
import { refuseInput, refuseState, requireNavigator } from "./refusals.ts";
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
  const { startsAt, endsAt, capacity } = input;
  if (endsAt <= startsAt || parisDay(endsAt) !== parisDay(startsAt))
    throw refuseInput("A session ends after it began, on the same day.", ["endsAt"]);
  if (endsAt <= new Date()) throw refuseInput("A session is planned before it is over.", ["endsAt"]);
  return context.em.transactional(async (em) => {
    const planned = await new Workshops(em, navigator).findSame(navigator, input);
    if (planned?.capacity === capacity && planned.endsAt.getTime() === endsAt.getTime() && !planned.isCancelled)
      return { workshopSession: planned };
    if (planned) throw refuseState("There is another session on this theme at that place and time.", ["startsAt"]);

    const organizationId = navigator.organization;
    const content = { ...input, address: input.address ?? null, organizationId };
    const workshopSession = Object.assign(new WorkshopSession(), content);
    em.persist(workshopSession);
    await tellDirectory(context, em, workshopOffer(workshopSession));
    return { workshopSession };
  });
}
