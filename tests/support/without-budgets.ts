import { sameForAll } from "../../gateway/applications.ts";

const NEVER_EMPTY = 1_000_000_000_000;

/** Every application may send anything, as often as it likes: for tests that ask faster than any human. */
export const withoutBudgets = sameForAll({
  isFreeForm: true,
  budgets: {
    costPerMinute: NEVER_EMPTY,
    actorCostPerMinute: NEVER_EMPTY,
    lookupsPerMinute: NEVER_EMPTY,
    actorLookupsPerMinute: NEVER_EMPTY,
    recordLookupsPerMinute: NEVER_EMPTY,
  },
});
