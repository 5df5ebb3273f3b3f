import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type MikroORM, openDatabase } from "../../kit/database.ts";
import { executePrepared } from "../../kit/prepared-statement.ts";
import { createTestDatabase } from "../support/test-database.ts";

const POOL_SIZE = 10;
const told: string[] = [];
let orm: MikroORM;
beforeAll(async () => {
  orm = await openDatabase({
    url: await createTestDatabase("pool"),
    entities: [],
    migrations: [],
    onStatement: (sql) => told.push(sql),
  });
});
afterAll(() => orm.close());

test("connections that die within a transaction leave the pool as large as it was", async () => {
  for (let death = 0; death < POOL_SIZE + 2; death++) {
    const dying = orm.em.fork().transactional((em) => em.execute("select pg_terminate_backend(pg_backend_pid())"));
    await expect(dying).rejects.toThrow();
  }
  expect(await orm.em.fork().execute("select 1 as alive")).toEqual([{ alive: 1 }]);
});

test("a long statement is planned once a connection, for whatever values come, and told like any other", async () => {
  const SUM = "select ?::int + ?::int as sum, ?::text as word";
  await orm.em.fork().transactional(async (em) => {
    told.length = 0;
    for (const [left, right, word] of [
      [1, 2, "it's"],
      [-3, 4, "a ? and a $1"],
      [null, 1, null],
    ])
      expect(await executePrepared(em, SUM, [left, right, word])).toEqual([
        { sum: left === null ? null : Number(left) + Number(right), word },
      ]);
    expect(told).toHaveLength(3);
    const plans = await em.execute(
      "select generic_plans::int as kept, custom_plans::int as made from pg_prepared_statements where statement like '%as sum%'",
    );
    expect(plans).toEqual([{ kept: 3, made: 0 }]);
  });
});

test("what is planned once is of the transaction it is asked in", async () => {
  const COUNT = "select count(*)::int as count from noted where word = ?";
  await orm.em.fork().execute("create table noted (word text not null)");
  const em = orm.em.fork();
  await em.begin();
  await em.execute("insert into noted values ('mine')");
  expect(await executePrepared(em, COUNT, ["mine"])).toEqual([{ count: 1 }]);
  expect(await executePrepared(orm.em.fork(), COUNT, ["mine"])).toEqual([{ count: 0 }]);
  await em.rollback();
});
