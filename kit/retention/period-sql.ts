/**
 * SQL for how long an organisation keeps a kind of record: what it decided, or `longest`.
 * @param organization SQL for its identifier
 * @param longest an interval in PostgreSQL's words: `2 years`
 */
export const periodSql = (kind: string, organization: string, longest: string): string =>
  `coalesce((select make_interval(days => decided.days) from retention_setting decided
    where decided.organization_id = ${organization} and decided.kind = '${kind}'), interval '${longest}')`;
