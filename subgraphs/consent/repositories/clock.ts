import type { EntityManager } from "@mikro-orm/postgresql";

/**
 * The one clock of consents: that of the database, which also decides. What the machine of this process believes may be
 * an hour off.
 */
export async function readClock(em: EntityManager): Promise<Date> {
  const [row] = await em.execute<{ milliseconds: string }[]>(
    "select extract(epoch from clock_timestamp()) * 1000 as milliseconds",
  );
  return new Date(Number(row!.milliseconds));
}
