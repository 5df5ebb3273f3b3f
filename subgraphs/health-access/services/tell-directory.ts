import type { EntityManager } from "@mikro-orm/postgresql";
import type { HealthAccessContext } from "../context.ts";
import { type DayOffer, toEventContent } from "../policies/day-offer.ts";

/**
 * Tells the directory, in the same transaction, what is offered on a day or no longer is. Each event says the whole, with
 * its version: whichever arrives last or twice, the newest version holds.
 */
export async function tellDirectory(
  context: HealthAccessContext,
  em: EntityManager,
  offer: DayOffer,
  isWithdrawn = false,
): Promise<void> {
  const type = isWithdrawn ? "day-offer.withdrawn" : "day-offer.published";
  await context.publish(em, { type, subject: offer.id, data: toEventContent(offer) });
}
