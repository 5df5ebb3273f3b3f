import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import type { EntityManager } from "@mikro-orm/postgresql";
import { seedConsent } from "../../../scripts/seed/consent.ts";
import { consent } from "../../../subgraphs/consent/subgraph.ts";
import { type Harness, startHarness } from "../../support/harness.ts";
import { compareDecisions } from "./support/compare-decisions.ts";
import { questionsOf, relations, viewersOf, world } from "./support/decision-matrix.ts";
import { mutants, mutating } from "./support/statement-mutants.ts";
import { storeWorld } from "./support/store-world.ts";

jest.setTimeout(120_000);

let hub: Harness;
beforeAll(async () => {
  hub = await startHarness([consent]);
  await seedConsent(hub.running.consent!.orm);
  await storeWorld(hub, world);
});
afterAll(() => hub.close());

const open = (): EntityManager => hub.running.consent!.orm.em.fork();

/** As many as tell every mutant apart: one for each way the world treats a category. */
const CATEGORIES = ["IDENTITY_CONTACT", "SOCIAL_RIGHTS", "APPOINTMENTS_LOGISTICS", "ADDICTION"];

/** Where the answers of a statement differ from the book, for one relation of the matrix. */
async function differencesOf(seenBy: string, em: EntityManager = open()): Promise<readonly string[]> {
  const relation = relations.find(({ name }) => name === seenBy)!;
  const [viewer] = viewersOf(relation);
  const questions = questionsOf(relation, viewer!, CATEGORIES);
  return (await compareDecisions(em, world, viewer!, questions, Date.now())).differences;
}

test("the decision as it stands answers by the book wherever a mutant is told apart", async () => {
  for (const seenBy of new Set(mutants.map(([, , relation]) => relation)))
    expect(await differencesOf(seenBy)).toEqual([]);
});

test.each(mutants)("a decision in which «%s» reads «%s» is told apart by %s", async (...mutant) => {
  const em = mutating(open(), mutant);
  expect(await differencesOf(mutant[2], em)).not.toEqual([]);
});
