import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import fc from "fast-check";
import { seedConsent } from "../../../scripts/seed/consent.ts";
import { consent } from "../../../subgraphs/consent/subgraph.ts";
import { type Harness, startHarness } from "../../support/harness.ts";
import type { Act } from "./support/consent-book.ts";
import { offers, playHistory, type Tally } from "./support/play-history.ts";

const HISTORIES = Number(process.env.HISTORIES ?? 10);
const SEED = Number(process.env.SEED ?? 20_261_126);

jest.setTimeout(240_000 + HISTORIES * 10_000);

let hub: Harness;
beforeAll(async () => {
  // No gateway reads here, so no ending has to outlast what a gateway was told.
  hub = await startHarness([{ ...consent, beforeAnswer: async () => undefined }]);
  await seedConsent(hub.running.consent!.orm);
});
afterAll(() => hub.close());

const latest = fc.constantFrom(0, 0, 0, 1, 2);
const recipient = fc.constantFrom(0 as const, 1 as const);
const place = fc.nat(offers.length - 1);
const of = <const Name extends Act["act"], Words extends object>(act: Name, words: fc.Arbitrary<Words>) =>
  words.map((chosen) => ({ act, ...chosen }));
const named = <const Name extends Act["act"]>(...names: Name[]) => fc.constantFrom(...names);

/** No sum of the days that pass meets an end or the month of an offer to the day. */
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 5,
    arbitrary: of(
      "draft",
      fc.record({
        offers: fc.uniqueArray(place, { minLength: 1, maxLength: offers.length }),
        days: fc.constantFrom(20.5, 60.5, 300.5),
        replaces: fc.boolean(),
      }),
    ),
  },
  { weight: 6, arbitrary: of("offer", fc.record({ consent: latest })) },
  { weight: 8, arbitrary: of("give", fc.record({ consent: latest, chosen: fc.constantFrom("all", "all", "first") })) },
  {
    weight: 6,
    arbitrary: fc.record({
      act: named("refuse", "withdraw", "suspend", "suspend", "reconfirm", "reconfirm", "cancel", "invalidate"),
      consent: latest,
    }),
  },
  {
    weight: 2,
    arbitrary: of("narrow", fc.record({ consent: latest, grant: place, days: fc.constantFrom(null, 3.25, 90.25) })),
  },
  { weight: 1, arbitrary: of("shorten", fc.record({ consent: latest, days: fc.constantFrom(3.25, 90.25) })) },
  { weight: 1, arbitrary: of("restrict", fc.record({ recipient: fc.option(recipient), offer: fc.option(place) })) },
  { weight: 2, arbitrary: of("lift", fc.record({ restriction: latest })) },
  { weight: 1, arbitrary: fc.record({ act: named("leave"), recipient }) },
  { weight: 2, arbitrary: fc.record({ act: named("join"), recipient }) },
  {
    weight: 3,
    arbitrary: of(
      "agree",
      fc.record({ recipient, on: fc.constantFrom("everything", "everything", "nothing", "no more") }),
    ),
  },
  { weight: 1, arbitrary: fc.record({ act: named("accompany", "part") }) },
  { weight: 2, arbitrary: of("pass", fc.record({ days: fc.constantFrom(7, 25, 100) })) },
) as fc.Arbitrary<Act>;

/** What begins most lives of a consent, so that more than its beginning is tried. */
const given: Act[] = [
  { act: "draft", offers: [0, 1, 2, 3], days: 60.5, replaces: false },
  { act: "offer", consent: 0 },
  { act: "give", consent: 0, chosen: "all" },
];
const history = fc
  .tuple(fc.boolean(), fc.array(act, { minLength: 12, maxLength: 30, size: "max" }))
  .map(([isGiven, acts]) => (isGiven ? [...given, ...acts] : acts));

test(`in ${HISTORIES} random lives of consents, each act is accepted, each state reached and each decision made as in the book`, async () => {
  const tally: Tally = { done: new Set(), refused: new Set(), states: new Set(), steps: 0, permits: 0 };
  await fc.assert(
    fc.asyncProperty(history, (acts) => playHistory(hub, acts, tally)),
    { seed: SEED, numRuns: HISTORIES },
  );
  if (process.env.HISTORIES) process.stderr.write(`seed ${SEED}: ${tally.steps} steps, ${tally.permits} permits\n`);
  expect([...tally.done].sort()).toEqual(everyAct);
  expect([...tally.refused].sort()).toEqual(
    expect.arrayContaining(["draft", "give", "narrow", "offer", "reconfirm", "refuse", "suspend"]),
  );
  expect(tally.states.size).toBeGreaterThanOrEqual(9);
  expect(tally.permits).toBeGreaterThan(tally.steps);
});

const everyAct = [
  ...["accompany", "agree", "cancel", "draft", "give", "invalidate", "join", "leave", "lift", "narrow", "offer"],
  ...["part", "pass", "reconfirm", "refuse", "restrict", "shorten", "suspend", "withdraw"],
];
