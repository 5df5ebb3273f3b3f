import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { type Case, cases, type Drawing } from "./support/generated-cases.ts";
import { supergraphs } from "./support/supergraphs.ts";
import { Tally } from "./support/tally.ts";

/** `npm run differential` goes on with other seeds for as long as it is told. */
const SEED = 20261126;

async function tryAll(drawing: Omit<Drawing, "shrinkMs">, numRuns: number): Promise<Tally> {
  const tally = new Tally();
  const property = fc.asyncProperty(cases({ ...drawing, shrinkMs: 10_000 }), (one: Case) => tally.try(one));
  await fc.assert(property, { seed: SEED, numRuns });
  return tally;
}

test.each(Object.entries(supergraphs))(
  "any operation is answered as the world is, and under any fault with what is left of it: %s",
  async (_, schemas) => {
    const { reasons } = await tryAll({ supergraphs: [schemas], faultsEach: 2 }, 12);
    expect(reasons.same).toBeGreaterThan(6);
  },
);

test("so it is over any supergraph", async () => {
  const { supergraphs: asked, reasons, faultReasons } = await tryAll({ first: 7, count: 9, faultsEach: 3 }, 36);
  expect(asked.size).toBe(9);
  expect(reasons.same).toBeGreaterThan(20);
  // Most faults are compared with an answer that is known exactly, not with what may be left of it.
  expect(faultReasons.exact).toBeGreaterThan(10);
  expect(faultReasons.same).toBeGreaterThan(10);
});
