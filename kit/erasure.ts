import type { QueryResult } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";

/** What becomes of one kind of row when its subject asks for erasure. Conditions and expressions are SQL about a row `r`. */
export interface ErasureRule {
  /** The kind, in the word an export has for it; `Kind.value` for one value of each row. */
  readonly kind: string;
  readonly table: string;
  /** Which rows are about the subject, with one mark for its identifier. */
  readonly about: string;
  /** Which of them may go at once. */
  readonly goes: string;
  /** The column that is emptied instead of the row being deleted. */
  readonly empties?: string;
  /** Why a row stays that may not go. */
  readonly ground: string;
  /** The last day it stays, null when nobody can tell yet. */
  readonly until: string;
}

/** An erasure rule of rows for whose keeping an organisation decides: past their time they go without anybody asking. */
export interface RetainedRule extends ErasureRule {
  /** Which period they are kept for: the word of its {@link RetentionKind}. */
  readonly period: string;
  /** Which of them are over, and past their time. */
  readonly isPast: string;
  /** The identifier of the organisation that decides; `r.organization_id` unless said. */
  readonly organization?: string;
  /** The identifier of the subject; absent where each row hangs on one of another kind, which leads to it. */
  readonly subject?: string;
}

/** One line of an answer: how many went, or how many stay for one reason. */
export interface ErasureLine {
  readonly kind: string;
  readonly erased: number;
  readonly kept: number;
  readonly ground: string | null;
  /** `YYYY-MM-DD`, the latest of the rows. */
  readonly keptUntil: string | null;
}

/**
 * Erases what the rules let go, in their order, and says what became of each kind. Run it in a transaction: all of it
 * happens or nothing does. Run again it erases what may go by then.
 */
export async function applyErasure(
  em: EntityManager,
  rules: readonly ErasureRule[],
  subject: string,
): Promise<ErasureLine[]> {
  const erased = new Map<string, number>();
  for (const { kind, table, about, goes, empties } of rules) {
    const change = empties ? `update ${table} r set ${empties} = null` : `delete from ${table} r`;
    const { affectedRows } = await em.execute<QueryResult>(`${change} where ${about} and (${goes})`, [subject], "run");
    erased.set(kind, affectedRows);
  }
  const lines: ErasureLine[] = [];
  for (const { kind, table, about, empties, ground, until } of rules) {
    const filled = empties ? `and r.${empties} is not null` : "";
    const kept = await em.execute<Omit<ErasureLine, "kind" | "erased">[]>(
      `select count(*)::int as kept, ${ground} as ground, max(${until})::date::text as "keptUntil"
       from ${table} r where ${about} ${filled} group by 2 order by 2`,
      [subject],
    );
    lines.push({ kind, erased: erased.get(kind)!, kept: 0, ground: null, keptUntil: null });
    for (const line of kept) lines.push({ ...line, kind, erased: 0 });
  }
  return lines;
}
