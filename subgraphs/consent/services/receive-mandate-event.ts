import type { EntityManager } from "@mikro-orm/postgresql";
import type { EventConsumer, HubEvent } from "../../../kit/events.ts";
import { keepMandate } from "../repositories/held-mandates.ts";
import { readHolding } from "./read-holding.ts";

/** An organisation was given a person's mandate. */
export const receiveMandateGiven: EventConsumer = (event, em) => keep(event, em, null);

/** A mandate ended, handed over or not. */
export const receiveMandateEnded: EventConsumer = (event, em) => keep(event, em, new Date(event.time));

const keep = async (event: HubEvent, em: EntityManager, endedAt: Date | null): Promise<void> =>
  keepMandate(em, { ...readHolding(event), endedAt });
