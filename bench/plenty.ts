import type { BudgetPolicy } from "../gateway/budgets.ts";

/** More than any benchmark asks for. */
export const PLENTY = 1_000_000_000;

/** Budgets that are counted and never refuse. */
export const plentifulBudgets: BudgetPolicy = {
  costPerMinute: PLENTY,
  actorCostPerMinute: PLENTY,
  lookupsPerMinute: PLENTY,
  actorLookupsPerMinute: PLENTY,
  recordLookupsPerMinute: PLENTY,
};
