import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type MikroORM, openDatabase } from "../../kit/database.ts";
import { createTestDatabase } from "../support/test-database.ts";

const POOL_SIZE = 10;
let orm: MikroORM;
beforeAll(async () => {
  orm = await openDatabase({ url: await createTestDatabase("pool"), entities: [], migrations: [] });
});
afterAll(() => orm.close());

test("connections that die within a transaction leave the pool as large as it was", async () => {
  for (let death = 0; death < POOL_SIZE + 2; death++) {
    const dying = orm.em.fork().transactional((em) => em.execute("select pg_terminate_backend(pg_backend_pid())"));
    await expect(dying).rejects.toThrow();
  }
  expect(await orm.em.fork().execute("select 1 as alive")).toEqual([{ alive: 1 }]);
});
