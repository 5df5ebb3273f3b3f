import type { Ground } from "../kit/decision.ts";
import type { Idempotency } from "../kit/hop-token.ts";
import type { Viewer } from "../kit/viewer.ts";
import type { Identity } from "./authentication.ts";
import type { BudgetState } from "./budgets.ts";
import type { ErrorCode } from "./error-codes.ts";
import type { AnswerPath } from "./errors.ts";
import type { Language } from "./messages.ts";
import type { PlannedFetch } from "./planned-fetches.ts";

/** How a source served a request: in full, too late, not at all, not willing (or not asked), or with nonsense. */
export type SourceState = "ok" | "slow" | "down" | "refused" | "invalid";

/** Something a source was asked for and did not give; `path` is where it would stand in the assembled data. */
export interface Loss {
  readonly path: AnswerPath;
  readonly code: ErrorCode;
  readonly source: string;
  readonly message?: string | undefined;
  readonly retryAfterMs?: number | undefined;
}

/** In cost units. */
export interface OperationCost {
  readonly requested: number;
  readonly limit: number;
}

/**
 * How often the operation has been run: for the first time, once more because what it had found was taken back meanwhile, or
 * without the sources that hold something under a consent rule, because nobody can tell whether it was.
 */
export type Pass = "first" | "again" | "unverifiable";

/** Everything the hub knows about one request while it is served. Never logged as a whole. */
export interface RequestRecord {
  readonly requestId: string;
  readonly language: Language;
  readonly identity: Identity;
  /** The organization the client says it acts for; the registry decides whether that is true. */
  readonly claimedOrganization: string | null;
  /** Null when the client sent no key. */
  readonly idempotency: Idempotency | null;
  /** Aborted when the client goes away. */
  readonly clientGone: AbortSignal;
  /** Instant, in milliseconds, after which no source is asked any more. */
  readonly deadlineAt: number;
  pass: Pass;
  viewer: Viewer | null;
  /** False when the registry did not answer: sources under a consent rule are then not asked. */
  isViewerVerified: boolean;
  /** Beginning of the SHA-256 of the operation's text, in hexadecimal. */
  operationHash: string | null;
  cost: OperationCost | null;
  /** The budgets the request was charged to, as they stand after it. */
  budgets: readonly BudgetState[];
  fetches: readonly PlannedFetch[];
  /** The data assembled so far, sharing its objects with the executor's own. */
  readonly assembled: Record<string, unknown>;
  /** What sources did not give, where the library's executor runs the plan. */
  readonly losses: Loss[];
  /** What the client lost in the end, one entry a place of the answer. */
  lost: readonly Loss[];
  readonly sources: Map<string, SourceState>;
  /** What the sources' answers rest on that somebody may take back, by the subject's hub id. */
  readonly grounds: Map<string, Ground>;
  /** True once a change was sent to a source. */
  hasChanged: boolean;
}

/** Forgets what a run has found, so that the operation can be run anew. */
export function beginPass(record: RequestRecord, pass: Pass): void {
  record.pass = pass;
  record.fetches = [];
  record.lost = [];
  record.losses.length = 0;
  record.sources.clear();
  record.grounds.clear();
  for (const key of Object.keys(record.assembled)) delete record.assembled[key];
}

/** What Apollo Server carries through a request; it copies this object, so the record stands one step inside. */
export interface HubContext {
  readonly record: RequestRecord;
}

const severity: readonly SourceState[] = ["ok", "invalid", "refused", "slow", "down"];

/** Keeps the worst state a source showed during the request. */
export function noteSource(record: RequestRecord, source: string, state: SourceState): void {
  const known = record.sources.get(source) ?? "ok";
  record.sources.set(source, severity.indexOf(state) > severity.indexOf(known) ? state : known);
}
