import type { EntityManager } from "@mikro-orm/postgresql";

/**
 * SQL for a word that changes whenever this database is replaced by another state of itself: by a server that was started anew
 * (over an older folder, or as a standby promoted in its place), by another database under its name, or by tables made anew.
 */
export const DATABASE_IN_USE = `md5(concat_ws(' ', pg_postmaster_start_time(),
  (select oid from pg_database where datname = current_database()), 'consent'::regclass::oid, pg_relation_filenode('consent')))`;

export async function readDatabaseInUse(em: EntityManager): Promise<string> {
  const [row] = await em.execute<{ database: string }[]>(`select ${DATABASE_IN_USE} as database`);
  return row!.database;
}
