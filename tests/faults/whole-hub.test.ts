import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { createRandom } from "../../bench/random.ts";
import { type ApartHub, openApartHub } from "../../scripts/chaos/apart-hub.ts";
import { scenarios } from "../../scripts/chaos/scenarios/index.ts";

/** The short form of what `npm run chaos` plays for longer: the same scenarios, once each. */
const SECONDS = 1.5;
const PATIENCE_MS = 240_000;

let hub: ApartHub;
beforeAll(async () => {
  hub = await openApartHub();
}, PATIENCE_MS);
afterAll(() => hub?.close());

const short = scenarios
  .filter(({ isLong }) => !isLong)
  .map((scenario) => [scenario.id, scenario.promise, scenario] as const);

it.each(short)(
  "%s: %s",
  async (_id, _promise, scenario) => {
    const { broken } = await scenario.run(hub, { seconds: SECONDS, random: createRandom(1) });
    expect(broken).toEqual([]);
  },
  PATIENCE_MS,
);
