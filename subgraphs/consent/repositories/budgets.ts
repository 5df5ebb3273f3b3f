import type { EntityManager } from "@mikro-orm/postgresql";

/** What one request takes of one budget, as the gateway counted it. */
export interface Spending {
  /** What is bounded, for example `application`. */
  readonly name: string;
  /** Whose budget it is. */
  readonly owner: string;
  readonly amount: number;
  /** How much the budget holds when it is full. */
  readonly capacity: number;
  /** How long an empty budget takes to be full again. */
  readonly windowMs: number;
  /** Each organisation has such a budget of its own; the registry alone knows for which one somebody acts. */
  readonly isOfOrganization?: boolean;
}

/** A budget after a request: `waitMs` above 0 means that it refused the request, and that nothing was taken of any. */
export interface BudgetState {
  readonly name: string;
  readonly capacity: number;
  readonly windowMs: number;
  readonly fullInMs: number;
  readonly waitMs: number;
}

/** Forgets the budgets that are full: nothing is known of them any more. Rows in use are left for the next time. */
export async function forgetFullBudgets(em: EntityManager): Promise<void> {
  await em.execute(
    `delete from budget where key in
       (select key from budget where full_at < clock_timestamp() order by key for update skip locked)`,
  );
}
