import type { EntityManager } from "./database.ts";

/**
 * Runs a statement of raw SQL whose values travel apart from its text, so that each connection works out once how
 * to run it, instead of at each call. For statements that are long, always the same and asked all the time.
 * @param sql with a `?` for each value, in order
 */
export async function executePrepared<Row>(em: EntityManager, sql: string, values: readonly unknown[]): Promise<Row[]> {
  let mark = 0;
  const text = sql.replace(/\?/g, () => `$${++mark}`);
  em.config.getLogger().logQuery({ query: text });
  const { rows } = await em.getKysely<object>().executeQuery<Row>({
    sql: text,
    parameters: values,
    query: { kind: "RawNode", sqlFragments: [text], parameters: [] },
    queryId: { queryId: text },
  });
  return rows;
}
