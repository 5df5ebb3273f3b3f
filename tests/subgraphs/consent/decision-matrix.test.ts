import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { seedConsent } from "../../../scripts/seed/consent.ts";
import { consent } from "../../../subgraphs/consent/subgraph.ts";
import { type Harness, startHarness } from "../../support/harness.ts";
import { compareDecisions } from "./support/compare-decisions.ts";
import {
  categoryWords,
  cellCount,
  operations,
  purposeWords,
  questionsOf,
  relations,
  states,
  viewersOf,
  world,
} from "./support/decision-matrix.ts";
import { storeWorld } from "./support/store-world.ts";

jest.setTimeout(120_000);

let hub: Harness;
beforeAll(async () => {
  hub = await startHarness([consent]);
  await seedConsent(hub.running.consent!.orm);
  await storeWorld(hub, world);
});
afterAll(() => hub.close());

/** The answer of each cell: relation by relation, then state, purpose, category and operation. */
const cells: boolean[] = [];
const dimensions = [
  ["relation", relations.length],
  ["state", states.length],
  ["purpose", purposeWords.length],
  ["category", categoryWords.length],
  ["operation", operations.length],
] as const;

describe(`a decision in each of ${cellCount} cells: ${dimensions.map(([name, size]) => `${size} × ${name}`).join(", ")}`, () => {
  test.each(relations)("is the one of the book for $name", async (relation) => {
    const em = hub.running.consent!.orm.em.fork();
    for (const viewer of viewersOf(relation)) {
      const questions = questionsOf(relation, viewer);
      const { permitted, differences } = await compareDecisions(em, world, viewer, questions, Date.now(), relation);
      expect(differences).toEqual([]);
      cells.push(...permitted);
    }
  });

  test("was asked in all of them, no fewer than 7 776", () => {
    expect(cells).toHaveLength(cellCount);
    expect(cellCount).toBeGreaterThanOrEqual(7_776);
  });

  test.each(dimensions.map(([name], index) => ({ name, index })))(
    "turns on the $name alone, all the rest being equal",
    ({ index }) => {
      const stride = dimensions.slice(index + 1).reduce((product, [, size]) => product * size, 1);
      const size = dimensions[index]![1];
      const turning = cells.filter((answer, cell) => {
        const isLast = Math.floor(cell / stride) % size === size - 1;
        return !isLast && answer !== cells[cell + stride];
      });
      expect(turning.length).toBeGreaterThan(0);
    },
  );
});
