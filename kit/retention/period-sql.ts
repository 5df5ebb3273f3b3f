/**
 * SQL for how long an organisation keeps a kind of record: what it decided, or `longest`.
 * @param organization SQL for its identifier
 * @param longest an interval in PostgreSQL's words: `2 years`
 */
export const periodSql = (kind: string, organization: string, longest: string): string =>
  `coalesce((select make_interval(days => s.days) from retention_setting s
    where s.organization_id = ${organization} and s.kind = '${kind}'), interval '${longest}')`;
