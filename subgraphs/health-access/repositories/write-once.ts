import type { EntityManager, FilterQuery, RequiredEntityData } from "@mikro-orm/postgresql";

/**
 * Writes a row unless one stands under its natural key, and gives the one that stands, whoever wrote it. Of several at the
 * same time one writes and the others wait for it.
 */
export async function writeOnce<Row extends object>(
  em: EntityManager,
  type: new () => Row,
  key: Partial<Row>,
  rest: Partial<Row>,
): Promise<Row> {
  const row = Object.assign(new type(), key, rest);
  await em.upsert(type, { ...row } as RequiredEntityData<Row> & Row, {
    onConflictFields: Object.keys(key) as never,
    onConflictAction: "ignore",
  });
  em.clear();
  return em.findOneOrFail(type, key as FilterQuery<Row>);
}
