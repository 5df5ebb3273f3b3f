import { createHash } from "node:crypto";
import type { Identity } from "./authentication.ts";
import { type Problem, RequestRefused } from "./errors.ts";

/** How much an application may ask for. A budget refills evenly: what is a minute's worth may be spent at once. */
export interface BudgetPolicy {
  /** Cost units a minute for everybody who asks through the application. */
  readonly costPerMinute: number;
  /** Cost units a minute for one account. */
  readonly actorCostPerMinute: number;
  /** Ids looked up a minute in sources that hold something under a consent rule, through the application. */
  readonly lookupsPerMinute: number;
  /** The same for one account. */
  readonly actorLookupsPerMinute: number;
  /** How often a minute one organisation may look up one and the same id. */
  readonly recordLookupsPerMinute: number;
}

export const defaultBudgets: BudgetPolicy = {
  /** Twenty people of one application who each work as fast as one may. */
  costPerMinute: 400_000,
  /** The dearest page in use, of a hundred contracts with all that belongs to them, costs about 1 700: twelve of them a minute. */
  actorCostPerMinute: 20_000,
  /** The same twenty people who open records one after another. */
  lookupsPerMinute: 2_400,
  /** Two records opened every second are read by no human; trying identifiers needs thousands. */
  actorLookupsPerMinute: 120,
  /** A team may open one person's records together; a page that asks again every second is a mistake. */
  recordLookupsPerMinute: 60,
};

const MINUTE_MS = 60_000;

/** What one request takes of one budget; the registry, which counts for all gateways, receives it as it is. */
export interface Spending {
  readonly name: BudgetName;
  readonly owner: string;
  readonly amount: number;
  readonly capacity: number;
  readonly windowMs: number;
  /** Each organisation has such a budget of its own. */
  readonly isOfOrganization?: true;
}

export type BudgetName = "application" | "actor" | "application-lookups" | "actor-lookups" | "record";

/** A budget after a request; `waitMs` above 0 means that it refused the request, and that nothing was taken of any. */
export interface BudgetState {
  readonly name: string;
  readonly capacity: number;
  readonly windowMs: number;
  readonly fullInMs: number;
  readonly waitMs: number;
}

/** What a request takes: its cost of its application and its account, and what it looks up of the budgets that stop enumeration. */
export function spendingOf(
  { issuer, subject, application }: Identity,
  { cost, lookups }: { cost: number; lookups: readonly string[] },
  policy: BudgetPolicy,
): Spending[] {
  const actor = `${issuer}|${subject}`;
  const line = (name: BudgetName, owner: string, amount: number, capacity: number): Spending => ({
    name,
    owner,
    amount,
    capacity,
    windowMs: MINUTE_MS,
  });
  return [
    line("application", `${issuer}|${application}`, cost, policy.costPerMinute),
    line("actor", actor, cost, policy.actorCostPerMinute),
    ...(lookups.length === 0
      ? []
      : [
          line("application-lookups", `${issuer}|${application}`, lookups.length, policy.lookupsPerMinute),
          line("actor-lookups", actor, lookups.length, policy.actorLookupsPerMinute),
        ]),
    ...lookups.map((id) => ({
      ...line("record", hash(id), 1, policy.recordLookupsPerMinute),
      isOfOrganization: true as const,
    })),
  ];
}

/** Throws {@link RequestRefused} when a budget refused the request. */
export function requirePaid(states: readonly BudgetState[]): void {
  const waitMs = Math.ceil(Math.max(0, ...states.map((state) => state.waitMs)));
  if (waitMs === 0) return;
  const problem: Problem = { code: "RATE_LIMITED", retryAfterMs: waitMs };
  throw new RequestRefused(429, problem, { "retry-after": String(Math.ceil(waitMs / 1_000)) });
}

/** What is left of the budgets a client may plan with, as the IETF draft « RateLimit header fields for HTTP » writes it. */
export function budgetHeaders(states: readonly BudgetState[]): Record<string, string> {
  const shown = states.filter(({ name }) => name !== "record");
  if (shown.length === 0) return {};
  const left = ({ capacity, windowMs, fullInMs }: BudgetState) =>
    Math.max(0, Math.floor(capacity * (1 - fullInMs / windowMs) + 1e-6));
  const seconds = (ms: number) => Math.ceil(ms / 1_000);
  return {
    "ratelimit-policy": shown.map((one) => `"${one.name}";q=${one.capacity};w=${seconds(one.windowMs)}`).join(", "),
    ratelimit: shown.map((one) => `"${one.name}";r=${left(one)};t=${seconds(Math.max(0, one.fullInMs))}`).join(", "),
  };
}

/** Ids leave the gateway for their sources alone: whoever counts them needs to know only whether two are the same. */
const hash = (id: string): string => createHash("sha256").update(id).digest("base64url");
