import { randomUUID } from "node:crypto";
import type { EntityManager } from "@mikro-orm/postgresql";
import { runMigrations } from "graphile-worker";
import type { Pool } from "pg";
import type { Logger } from "pino";
import { DELIVER, type Delivery, silentLogger } from "./delivery.ts";
import type { HubEvent } from "./hub-event.ts";
import { ReceivedEvent } from "./received-event.ts";

export type { HubEvent } from "./hub-event.ts";

/** Takes in one event inside the given transaction; throwing undoes it and has it delivered again. */
export type EventConsumer = (event: HubEvent, em: EntityManager, logger: Logger) => Promise<void>;

/** An event as its subgraph tells it; the rest of the envelope is added when it is published. */
export type NewEvent = Pick<HubEvent, "type" | "subject" | "data">;

/**
 * Records events in the running transaction, each once for each subscriber, in one statement whatever their number; they leave
 * after the commit, at least once.
 */
export async function publishEvent(
  em: EntityManager,
  source: string,
  subscribers: readonly string[],
  ...events: readonly NewEvent[]
): Promise<void> {
  const time = new Date().toISOString();
  const jobs = events.flatMap((event) => {
    const envelope: HubEvent = { specversion: "1.0", id: randomUUID(), source, time, ...event };
    return subscribers.map((subscriber) => ({
      delivery: { subscriber, event: envelope } satisfies Delivery,
      queue: `${subscriber}:${event.subject}`,
      key: `${envelope.id}:${subscriber}`,
    }));
  });
  if (jobs.length === 0) return;
  await em.execute(
    `select graphile_worker.add_job(?, job -> 'delivery', queue_name => job ->> 'queue', job_key => job ->> 'key')
     from json_array_elements(?::json) as job`,
    [DELIVER, JSON.stringify(jobs)],
  );
}

/** Creates or updates the queue's own tables in the database of `pool`. */
export async function prepareOutbox(pool: Pool): Promise<void> {
  await runMigrations({ pgPool: pool, logger: silentLogger() });
}

/** Takes in an event once: its id and everything the consumer writes commit together, or nothing does. */
export async function receiveEvent(
  em: EntityManager,
  event: HubEvent,
  consumer: EventConsumer,
  logger: Logger,
): Promise<void> {
  await em.transactional(async (transaction) => {
    const inserted = await transaction.execute(
      "insert into received_event (id, type) values (?, ?) on conflict (id) do nothing returning id",
      [event.id, event.type],
    );
    if ((inserted as unknown[]).length > 0) await consumer(event, transaction as EntityManager, logger);
  });
}

export { ReceivedEvent };
