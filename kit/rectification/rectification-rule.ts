import type { RetainedRule } from "../erasure.ts";
import { periodSql } from "../retention/period-sql.ts";

/**
 * What becomes of requests for rectification: one that waits for its answer stays until it has it; one that was answered goes
 * when its subject asks, and otherwise as long after its answer as its organisation keeps records of `period`.
 * @param longest an interval in PostgreSQL's words: `2 years`
 */
export const rectificationRule = (period: string, longest: string): RetainedRule => ({
  kind: "Rectification",
  table: "rectification",
  about: "r.subject_id = ?",
  subject: "r.subject_id",
  goes: "r.state <> 'REQUESTED'",
  ground: "case r.state when 'REQUESTED' then 'UNDER_WAY' else 'LEGAL_RETENTION' end",
  until: "null::date",
  period,
  isPast: `r.answered_at::date <= current_date - ${periodSql(period, "r.organization_id", longest)}`,
});
