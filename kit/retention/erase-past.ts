import { setTimeout as pause } from "node:timers/promises";
import { IsolationLevel } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { Logger } from "pino";
import { isLostInConflict } from "../database-errors.ts";
import type { RetainedRule } from "../erasure.ts";
import { countKept } from "./count-kept.ts";
import { LONG_STATEMENT } from "./long-statement.ts";

/** What one pass did. */
export interface PastErased {
  readonly erased: number;
  /** Subjects whose records could not be erased: they are tried again in the next pass. */
  readonly failed: number;
  /** False when time ran out: the next pass goes on from there. */
  readonly isDone: boolean;
}

/** Any number shared by all processes on a database: one of them at a time erases. */
const RETENTION_LOCK = 7_241_307;
const PAGE = 100;
const MOST_ATTEMPTS = 4;
const FIRST = "00000000-0000-0000-0000-000000000000";

/**
 * Erases what is past its time, one subject after another: all of hers that may go, in one transaction with the count of it,
 * or none. So a pass that is killed has lost nothing, and the next goes on. Null when another process is at it.
 * @param forMs after which no further subject is begun
 */
export async function erasePast(
  em: EntityManager,
  rules: readonly RetainedRule[],
  forMs: number,
  logger: Logger,
): Promise<PastErased | null> {
  const until = performance.now() + forMs;
  return em.fork().transactional(async (guard) => {
    // Held by a transaction that does nothing else: whatever ends this process gives it back.
    const [lock] = await guard.execute<{ is_free: boolean }[]>("select pg_try_advisory_xact_lock(?) as is_free", [
      RETENTION_LOCK,
    ]);
    if (!lock!.is_free) return null;
    let [after, erased, failed] = [FIRST, 0, 0];
    for (;;) {
      const subjects = await em.fork().transactional((transaction) => findPast(transaction, rules, after));
      for (const subject of subjects) {
        if (performance.now() > until) return { erased, failed, isDone: false };
        try {
          erased += await eraseSubject(em, rules, subject);
        } catch (error) {
          logger.error({ err: error }, "records past their time could not be erased");
          failed += 1;
        }
      }
      if (subjects.length < PAGE) break;
      after = subjects.at(-1)!;
    }
    await em.fork().transactional((transaction) => countKept(transaction, rules));
    return { erased, failed, isDone: true };
  });
}

/** The next subjects of whom something is past its time, in the order of their identifiers. */
async function findPast(em: EntityManager, rules: readonly RetainedRule[], after: string): Promise<string[]> {
  const arms = rules.flatMap(({ table, subject, isPast }) =>
    subject
      ? [
          `(select ${subject} as id from ${table} r where ${subject} > ?::uuid and (${isPast}) order by 1 limit ${PAGE})`,
        ]
      : [],
  );
  await em.execute(LONG_STATEMENT);
  const rows = await em.execute<{ id: string }[]>(
    `select distinct id from (${arms.join(" union all ")}) past order by id limit ${PAGE}`,
    arms.map(() => after),
  );
  return rows.map(({ id }) => id);
}

async function eraseSubject(em: EntityManager, rules: readonly RetainedRule[], subject: string): Promise<number> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await em.fork().transactional((transaction) => eraseAll(transaction, rules, subject), {
        // All rules look at the same instant, so that nothing goes by halves; what refers to a row meanwhile keeps all of them.
        isolationLevel: IsolationLevel.REPEATABLE_READ,
      });
    } catch (error) {
      if (!isLostInConflict(error) || attempts === MOST_ATTEMPTS) throw error;
      await pause(Math.random() * 50 * attempts);
    }
  }
}

async function eraseAll(em: EntityManager, rules: readonly RetainedRule[], subject: string): Promise<number> {
  let sum = 0;
  for (const { table, about, empties, isPast, period, organization = "r.organization_id" } of rules) {
    // A value goes with its row.
    if (empties) continue;
    const gone = await em.execute<{ organization: string; erased: number }[]>(
      `with gone as (delete from ${table} r where ${about} and (${isPast}) returning ${organization} as organization)
       select organization, count(*)::int as erased from gone group by 1`,
      [subject],
    );
    for (const { organization: whose, erased } of gone) {
      await em.execute(
        `insert into retention_run as l (id, organization_id, kind, ran_on, erased)
         values (gen_random_uuid(), ?, ?, current_date, ?)
         on conflict (organization_id, ran_on, kind) do update set erased = l.erased + excluded.erased`,
        [whose, period, erased],
      );
      sum += erased;
    }
  }
  return sum;
}
