import { beforeAll, describe, expect, test } from "@jest/globals";
import { type Engines, openEngines } from "./support/engines.ts";
import { generateOperation } from "./support/generated-operations.ts";
import { openSources } from "./support/sources.ts";
import { supergraphs } from "./support/supergraphs.ts";

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

describe.each(Object.entries(supergraphs))("%s", (_, schemas) => {
  let engines: Engines;
  beforeAll(async () => {
    engines = await openEngines(schemas);
  });

  test("any operation is answered as the stock executor answers it", async () => {
    let sizes = 0,
      differ = 0;
    for (let seed = 0; seed < 60; seed += 1) {
      const asked = generateOperation(engines.schema, seed);
      const stock = await engines.stock(asked, openSources(schemas).ask);
      const ours = await engines.ours(asked, openSources(schemas).ask);
      const a = { asked, errors: stock.errors, data: plain(stock.data), losses: stock.incomplete.length };
      const b = { asked, errors: [], data: plain(ours.data), losses: ours.losses.length };
      sizes += JSON.stringify(a.data).length;
      try {
        expect(b).toEqual(a);
      } catch (e) {
        differ++;
        console.log(
          seed,
          String((e as Error).message).slice(0, 1500),
          asked.query,
          JSON.stringify((await engines.plan(asked)).queryPlan),
        );
        console.log(JSON.stringify(ours.losses), JSON.stringify(stock.incomplete), stock.errors);
      }
    }
    console.log(_, "mean answer", sizes / 60, differ);
  });
});
