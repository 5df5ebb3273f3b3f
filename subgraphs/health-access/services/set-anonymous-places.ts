import type { HealthAccessContext } from "../context.ts";
import { placesByName } from "../policies/workshop-offer.ts";
import { Workshops } from "../repositories/workshops.ts";
import { refuseState, requireFound, requireNavigator } from "./refusals.ts";
import { requireToCome } from "./require-to-come.ts";

/** `places` is their number from now on, 0 or more. */
export interface SetAnonymousPlaces {
  readonly session: string;
  readonly places: number;
}

/** Says how many people come who stay anonymous: a number, and nothing else. A retry is safe: it sets the same number. */
export async function setAnonymousPlaces(context: HealthAccessContext, { session: id, places }: SetAnonymousPlaces) {
  const navigator = requireNavigator(context.viewer);
  return context.em.transactional(async (em) => {
    const workshops = new Workshops(em, navigator);
    const session = requireFound(await workshops.lockSession(navigator, id), "session");
    if (session.anonymousPlaces === places) return { workshopSession: session };
    requireToCome(session);
    const isFull = places - session.anonymousPlaces > (await workshops.seats.left(session.id, placesByName(session)));
    if (isFull) throw refuseState("There are not so many places left.", ["places"]);

    session.anonymousPlaces = places;
    await workshops.seats.giveToThoseWhoWait(session.id, placesByName(session));
    return { workshopSession: session };
  });
}
