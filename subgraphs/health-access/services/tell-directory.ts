import type { EntityManager } from "@mikro-orm/postgresql";
import type { HealthAccessContext } from "../context.ts";
import { type DayOffer, toEventContent } from "../policies/day-offer.ts";

/**
 * Tells the directory, in the same transaction, what is offered on some days or no longer is. Each event says the whole, with
 * its version: whichever arrives last or twice, the newest version holds.
 */
export async function tellDirectory(
  context: HealthAccessContext,
  em: EntityManager,
  offers: readonly DayOffer[],
  isWithdrawn = false,
): Promise<void> {
  const type = isWithdrawn ? "day-offer.withdrawn" : "day-offer.published";
  const events = offers.map((offer) => ({ type, subject: offer.id, data: toEventContent(offer) }));
  const [event, ...more] = events;
  if (event) await context.publish(em, event, ...more);
}
