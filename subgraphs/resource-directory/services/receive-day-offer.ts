import type { EventConsumer } from "../../../kit/events.ts";
import { toDayOfferRow } from "../policies/day-offer.ts";
import { writeDayOffer } from "../repositories/day-offers.ts";

/** The only subgraph that publishes offers of one day. */
const SOURCE = "health-access";

const receive =
  (isWithdrawn: boolean): EventConsumer =>
  async (event, em, logger) => {
    const row = event.source === SOURCE ? toDayOfferRow(event, isWithdrawn) : null;
    if (!row) return logger.warn({ eventType: event.type }, "event ignored: it tells of no offer of a day");
    if (!(await writeDayOffer(em, row)))
      logger.info({ eventType: event.type }, "event ignored: a newer one was heard before");
  };

/** An offer of one day was published or changed. The newest version holds, whatever arrives when. */
export const receiveDayOfferPublished = receive(false);

/** An offer of one day was withdrawn; it can still be read, and no search finds it. */
export const receiveDayOfferWithdrawn = receive(true);
