/** Kinds with the fewest and the most days, as a migration writes them down. */
type Bounds = Readonly<Record<string, readonly [least: number, most: number]>>;

/** The statements that create what an organisation decides about keeping, and what was done about it. */
export function retentionTables(bounds: Bounds): string[] {
  const within = Object.entries(bounds).map(
    ([kind, [least, most]]) => `(kind = '${kind}' and days between ${least} and ${most})`,
  );
  return [
    `create table retention_setting (
      id uuid primary key, organization_id uuid not null, kind text not null, days int not null, set_by text not null,
      set_at timestamptz not null,
      constraint retention_setting_organization_id_kind_unique unique (organization_id, kind),
      constraint retention_setting_bounds check (${within.join(" or ")}))`,
    `create table retention_run (
      id uuid primary key, organization_id uuid not null, kind text not null, ran_on date not null, erased int not null,
      kept_under_way int null, kept_in_time int null, finished_at timestamptz null,
      constraint retention_run_organization_id_ran_on_kind_unique unique (organization_id, ran_on, kind))`,
  ];
}
