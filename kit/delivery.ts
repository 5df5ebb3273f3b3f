import { setTimeout as pause } from "node:timers/promises";
import type { MikroORM } from "@mikro-orm/postgresql";
import { type JobHelpers, type Runner, run, type TaskList, Logger as WorkerLogger } from "graphile-worker";
import type { Pool } from "pg";
import type { Logger } from "pino";
import { deliverInOrder } from "./delivery-order.ts";
import type { HubEvent } from "./hub-event.ts";
import { forgetExpiredKeys } from "./idempotency.ts";
import type { PeerLink } from "./peer-link.ts";
import type { Upkeep } from "./upkeep.ts";

/** One event on its way to one subscriber. */
export interface Delivery {
  readonly subscriber: string;
  readonly event: HubEvent;
}

export const DELIVER = "deliver_event";
const FORGET_KEYS = "forget_expired_keys";
const FREE_ABANDONED = "free_abandoned_events";

const DELIVERY_TIMEOUT_MS = 10_000;
/** No job lasts so long: whoever still holds one was killed, or lost its connection at the wrong moment. */
const FREE = `
  select graphile_worker.force_unlock_workers(array(
    select distinct locked_by from graphile_worker.jobs where locked_at < now() - interval '1 minute'))`;
const RESTART_PAUSE_MS = 1_000;

/** What the queue of a subgraph works for, besides its events. */
export interface OwnWork {
  readonly orm: MikroORM;
  readonly upkeep: Readonly<Record<string, Upkeep>>;
  /** Whether upkeep begins by the clock; otherwise only where a job asks for it. */
  readonly isUpkeepScheduled: boolean;
}

/**
 * Delivers what was published in the database of `pool`, and keeps house there, whichever process comes first. The library
 * gives up when its connection dies while it notes how a job ended: then it begins anew, until it is told to stop.
 */
export async function startDelivery(
  pool: Pool,
  link: PeerLink,
  work: OwnWork,
  logger: Logger,
): Promise<{ stop(): Promise<void> }> {
  let runner = await runQueue(pool, link, work, logger);
  const stopping = new AbortController();
  const { signal } = stopping;
  const keepRunning = async () => {
    for (;;) {
      await runner.promise.catch(() => undefined);
      await pause(RESTART_PAUSE_MS, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      logger.warn("the queue begins anew");
      runner = await runQueue(pool, link, work, logger).catch(() => runner);
      if (signal.aborted) await runner.stop().catch(() => undefined);
    }
  };
  const life = keepRunning();
  return {
    async stop() {
      stopping.abort();
      await runner.stop().catch(() => undefined);
      await life;
    },
  };
}

async function runQueue(pool: Pool, link: PeerLink, work: OwnWork, logger: Logger): Promise<Runner> {
  const scheduled = work.isUpkeepScheduled ? Object.entries(work.upkeep) : [];
  const schedules = scheduled.map(([name, { schedule }]) => `${schedule} ${name} ?fill=1d`);
  return run({
    pgPool: pool,
    concurrency: 4,
    pollInterval: 1000,
    noHandleSignals: true,
    logger: silentLogger(),
    // Without a batch nobody waits for what is noted last, and a failure there would end the process.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    crontab: [`*/10 * * * * ${FORGET_KEYS}`, `* * * * * ${FREE_ABANDONED}`, ...schedules].join("\n"),
    taskList: {
      ...upkeepTasks(work, logger),
      [FORGET_KEYS]: async (_payload, { query }) => {
        await forgetExpiredKeys(query);
      },
      [FREE_ABANDONED]: async (_payload, { query }) => {
        await query(FREE);
      },
      [DELIVER]: async (payload, helpers) => {
        const { subscriber, event } = payload as Delivery;
        await deliverInOrder(helpers, async () => {
          try {
            await link.post({
              peer: subscriber,
              path: "/events",
              content: event,
              requestId: event.id,
              timeoutMs: DELIVERY_TIMEOUT_MS,
            });
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

/** What is not done goes on in a job of its own, so that others have their turn. */
function upkeepTasks({ orm, upkeep }: OwnWork, logger: Logger): TaskList {
  const tasks = Object.entries(upkeep).map(([name, { run: work }]) => [
    name,
    async (_payload: unknown, { addJob }: JobHelpers) => {
      const isDone = await work(orm.em.fork(), logger);
      if (!isDone) await addJob(name, {}, { jobKey: name });
    },
  ]);
  return Object.fromEntries(tasks);
}

/** The queue reports each job with its payload; only our own lines, which name types alone, reach the log. */
export function silentLogger(): WorkerLogger {
  return new WorkerLogger(() => () => {});
}
