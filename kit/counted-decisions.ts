import type { Decide } from "./decision.ts";
import { currentRequest } from "./request-scope.ts";

/** Counts the answers to questions about permits for the running request: how many of each, nothing of what was asked. */
export function countDecisions(decide: Decide): Decide {
  return async (requests) => {
    const { decisions } = currentRequest() ?? {};
    try {
      const decided = await decide(requests);
      if (decisions) for (const isPermitted of decided.permitted) decisions[isPermitted ? "permitted" : "refused"] += 1;
      return decided;
    } catch (error) {
      if (decisions) decisions.unanswered += requests.length;
      throw error;
    }
  };
}
