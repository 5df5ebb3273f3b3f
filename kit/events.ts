import { randomUUID } from "node:crypto";
import type { EntityManager } from "@mikro-orm/postgresql";
import { type Runner, run, runMigrations, Logger as WorkerLogger } from "graphile-worker";
import type { Pool } from "pg";
import type { Logger } from "pino";
import { deliverInOrder } from "./delivery-order.ts";
import { forgetExpiredKeys } from "./idempotency.ts";
import type { PeerLink } from "./peer-link.ts";
import { ReceivedEvent } from "./received-event.ts";

/** A fact another subgraph must know, in the CloudEvents 1.0 envelope. It carries identifiers, never what they stand for. */
export interface HubEvent {
  readonly specversion: "1.0";
  readonly id: string;
  /** Name of the subgraph where it happened. */
  readonly source: string;
  /** `<noun>.<past participle>`, for example `note.archived`. */
  readonly type: string;
  /** Identifier of the record it is about: events about one record arrive in order. */
  readonly subject: string;
  readonly time: string;
  readonly data: Readonly<Record<string, string | null>>;
}

/** Takes in one event inside the given transaction; throwing undoes it and has it delivered again. */
export type EventConsumer = (event: HubEvent, em: EntityManager, logger: Logger) => Promise<void>;

const DELIVER = "deliver_event";
const FORGET_KEYS = "forget_expired_keys";

/** Records an event in the running transaction, once for each subscriber; it leaves after the commit, at least once. */
export async function publishEvent(
  em: EntityManager,
  source: string,
  subscribers: readonly string[],
  event: Pick<HubEvent, "type" | "subject" | "data">,
): Promise<void> {
  const envelope: HubEvent = { specversion: "1.0", id: randomUUID(), source, time: new Date().toISOString(), ...event };
  for (const subscriber of subscribers) {
    await em.execute("select graphile_worker.add_job(?, ?::json, queue_name => ?, job_key => ?)", [
      DELIVER,
      JSON.stringify({ subscriber, event: envelope }),
      `${subscriber}:${event.subject}`,
      `${envelope.id}:${subscriber}`,
    ]);
  }
}

/** Creates or updates the queue's own tables in the database of `pool`. */
export async function prepareOutbox(pool: Pool): Promise<void> {
  await runMigrations({ pgPool: pool, logger: silentLogger() });
}

/**
 * Starts delivering what was published in the database of `pool`, and keeps house there, whichever process comes first;
 * stop it with `stop()`.
 */
export async function startDelivery(pool: Pool, link: PeerLink, logger: Logger): Promise<Runner> {
  return run({
    pgPool: pool,
    concurrency: 4,
    pollInterval: 1000,
    noHandleSignals: true,
    logger: silentLogger(),
    crontab: `*/10 * * * * ${FORGET_KEYS}`,
    taskList: {
      [FORGET_KEYS]: async (_payload, { query }) => {
        await forgetExpiredKeys(query);
      },
      [DELIVER]: async (payload, helpers) => {
        const { subscriber, event } = payload as Delivery;
        await deliverInOrder(helpers, async () => {
          try {
            await deliver(link, subscriber, event);
          } catch (error) {
            const { attempts } = helpers.job;
            logger.warn({ err: error, eventType: event.type, subscriber, attempts }, "event not delivered yet");
            throw error;
          }
        });
      },
    },
  });
}

interface Delivery {
  readonly subscriber: string;
  readonly event: HubEvent;
}

const deliver = (link: PeerLink, subscriber: string, event: HubEvent): Promise<void> =>
  link.post({ peer: subscriber, path: "/events", content: event, requestId: event.id, timeoutMs: 10_000 });

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

/** The queue reports each job with its payload; only our own lines, which name types alone, reach the log. */
function silentLogger(): WorkerLogger {
  return new WorkerLogger(() => () => {});
}
