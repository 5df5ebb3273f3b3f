import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import type { EntityManager } from "@mikro-orm/postgresql";
import { seedConsent } from "../../../scripts/seed/consent.ts";
import { decide } from "../../../subgraphs/consent/repositories/decisions.ts";
import { consent } from "../../../subgraphs/consent/subgraph.ts";
import { type Harness, startHarness } from "../../support/harness.ts";
import { compareDecisions } from "./support/compare-decisions.ts";
import { questionsOf, relations, viewersOf, world } from "./support/decision-matrix.ts";
import { mutants, mutating } from "./support/statement-mutants.ts";
import { storeWorld } from "./support/store-world.ts";

jest.setTimeout(120_000);

let hub: Harness;
beforeAll(async () => {
  hub = await startHarness([]);
  await hub.start(consent, { connectionWaitMs: 20_000 });
  await seedConsent(hub.running.consent!.orm);
  await storeWorld(hub, world);
  // A mutant that may no longer use the index of the decision is told apart by its answers, not by its patience.
  for (const columns of ["person_id", "grantee_organization_id, category, purpose"])
    await open().execute(`create index on consent_grant (${columns})`);
});
afterAll(() => hub.close());

const open = (): EntityManager => hub.running.consent!.orm.em.fork();

/** As many as tell every mutant apart: categories for each way the world treats them, one purpose, of the others one cell in four. */
const CATEGORIES = ["IDENTITY_CONTACT", "SOCIAL_RIGHTS", "APPOINTMENTS_LOGISTICS", "CARE_NAVIGATION", "ADDICTION"];
const PURPOSE = "CARE_ACCESS_COORDINATION";
const EVERY = 4;

/** In `npm test` one mutant in ten is played; `npm run mutants` plays them all. */
const played = process.env.MUTANTS === "all" ? mutants : mutants.filter((_, index) => index % 10 === 0);

/** Where the answers of a statement differ from the book, for one relation of the matrix. */
async function differencesOf(seenBy: string, em: EntityManager = open()): Promise<readonly string[]> {
  const relation = relations.find(({ name }) => name === seenBy)!;
  const [viewer] = viewersOf(relation);
  const questions = questionsOf(relation, viewer!, CATEGORIES).filter(
    ({ purpose }, index) => purpose === PURPOSE || index % EVERY === 0,
  );
  return (await compareDecisions(em, world, viewer!, questions, Date.now(), relation)).differences;
}

test(`each of ${mutants.length} mutants changes a clause that stands in the decision once`, async () => {
  const asked: string[] = [];
  const executeQuery = async ({ sql }: { sql: string }) => {
    asked.push(sql);
    return { rows: [] };
  };
  const em = { config: open().config, getKysely: () => ({ executeQuery }) } as unknown as EntityManager;
  const nobody = { subject: "nobody", organization: null, roles: [], dataSubject: null, application: "tests" };
  for (const mutant of mutants)
    await decide(mutating(em, mutant), { viewer: nobody, askedBy: "tests", requestId: "none" }, []);
  expect(new Set(asked).size).toBe(mutants.length);
});

test("the decision as it stands answers by the book wherever a mutant is told apart", async () => {
  for (const seenBy of new Set(played.map(([, , relation]) => relation)))
    expect(await differencesOf(seenBy)).toEqual([]);
});

test.each(played)("a decision in which «%s» reads «%s» is told apart by %s", async (...mutant) => {
  const em = mutating(open(), mutant);
  expect(await differencesOf(mutant[2], em)).not.toEqual([]);
});
