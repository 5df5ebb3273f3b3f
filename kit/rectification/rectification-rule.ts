import type { RetainedRule } from "../erasure.ts";
import { periodSql } from "../retention/period-sql.ts";

/**
 * What becomes of requests for rectification: one that waits for its answer stays until it has it; one that was answered goes
 * when its subject asks, and otherwise as long after its answer as its organisation keeps records of `period`.
 * @param kind the kind, in the word an export has for it
 * @param subject SQL for the identifier of a row's subject
 * @param longest an interval in PostgreSQL's words: `2 years`
 */
export const rectificationRule = (kind: string, subject: string, period: string, longest: string): RetainedRule => ({
  kind,
  table: "rectification",
  about: `${subject} = ?`,
  subject,
  goes: "r.state <> 'REQUESTED'",
  ground: "case r.state when 'REQUESTED' then 'UNDER_WAY' else 'LEGAL_RETENTION' end",
  until: "null::date",
  period,
  isPast: `r.answered_at::date <= current_date - ${periodSql(period, "r.organization_id", longest)}`,
});
