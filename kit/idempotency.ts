import { createHash } from "node:crypto";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { Idempotency } from "./hop-token.ts";
import type { KeptPayload } from "./kept-payload.ts";
import { subgraphError } from "./subgraph-error.ts";
import type { Viewer } from "./viewer.ts";

/** One change a client means to be made once. */
export interface Claim {
  readonly id: string;
  readonly content: string;
  /** How long it is remembered. */
  readonly keptHours: number;
}

const hash = (...parts: readonly (string | null)[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("base64url");

/**
 * The claim of the field at `place` in an operation. A key belongs to a viewer and the application she uses: somebody
 * else's equal key is another key. For whom she acts is part of what she asks.
 */
export const claimOf = (viewer: Viewer, { key, content }: Idempotency, place: string, keptHours: number): Claim => ({
  id: hash(viewer.application, viewer.subject, key, place),
  content: hash(content, viewer.organization),
  keptHours,
});

/**
 * Takes a claim in the running transaction of `em`. Whoever comes second waits on the unique index until the first has
 * committed or failed. Returns null for the first, and what the first one kept for any other.
 * @throws IDEMPOTENCY_MISMATCH when the claim was made for another content
 */
export async function takeClaim(em: EntityManager, claim: Claim): Promise<{ payload: KeptPayload } | null> {
  const { id, content, keptHours } = claim;
  const taken: unknown[] = await em.execute(
    `insert into idempotency_key (id, content, expires_at) values (?, ?, now() + ? * interval '1 hour')
     on conflict (id) do update set content = excluded.content, payload = null, expires_at = excluded.expires_at
       where idempotency_key.expires_at <= now()
     returning id`,
    [id, content, keptHours],
  );
  if (taken.length > 0) return null;
  const [made] = await em.execute<{ content: string; payload: KeptPayload }[]>(
    "select content, payload from idempotency_key where id = ?",
    [id],
  );
  if (made?.content !== content) throw subgraphError("IDEMPOTENCY_MISMATCH");
  return { payload: made.payload };
}

/** Records what the change of a claim gave, in the transaction that makes it. */
export async function keepResult(em: EntityManager, { id }: Claim, payload: KeptPayload): Promise<void> {
  await em.execute("update idempotency_key set payload = ?::jsonb where id = ?", [JSON.stringify(payload), id]);
}

/** Rows removed by one statement, and statements of one clean-up: what is left waits for the next. */
const BATCH = 1_000;
const MOST_BATCHES = 100;

/** Removes keys past their hours; returns how many. Rows that somebody is using are left for the next time. */
export async function forgetExpiredKeys(query: (sql: string) => Promise<{ rowCount: number | null }>): Promise<number> {
  let removed = 0;
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    const { rowCount } = await query(`delete from idempotency_key where id in (
      select id from idempotency_key where expires_at <= now() order by expires_at limit ${BATCH} for update skip locked)`);
    removed += rowCount ?? 0;
    if ((rowCount ?? 0) < BATCH) break;
  }
  return removed;
}
