import { LRUCache } from "lru-cache";
import type { BudgetState, Spending } from "./budgets.ts";

/** How many hubs may stand side by side before their shares add up to more than the budget itself. */
const SHARES = 4;
/** Beyond this many owners the one not seen for longest starts anew. */
const MOST_OWNERS = 20_000;

/** Budgets counted by one gateway alone, a share of the whole: what stands while the registry does not answer. */
export class LocalBudgets {
  /** The instant, in milliseconds, at which each budget is full again. */
  readonly #fullAt = new LRUCache<string, number>({ max: MOST_OWNERS });

  /** Takes all that is asked or, when one budget refuses, nothing. */
  spend(asked: readonly Spending[], now: number = Date.now()): BudgetState[] {
    const lines = asked.map(({ name, owner, amount, capacity, windowMs }) => {
      const share = Math.ceil(capacity / SHARES);
      const key = `${name}|${owner}`;
      const fullAt = Math.max(this.#fullAt.get(key) ?? now, now);
      // The dearest operation is served even by a small share, of a full budget.
      const takesMs = Math.min(windowMs, (amount / share) * windowMs);
      const waitMs = Math.max(0, fullAt + takesMs - now - windowMs);
      return { name, key, capacity: share, windowMs, fullAt, takesMs, waitMs };
    });
    const isRefused = lines.some(({ waitMs }) => waitMs > 0);
    return lines.map(({ name, key, capacity, windowMs, fullAt, takesMs, waitMs }) => {
      const next = isRefused ? fullAt : fullAt + takesMs;
      if (!isRefused) this.#fullAt.set(key, next);
      return { name, capacity, windowMs, fullInMs: next - now, waitMs };
    });
  }
}
