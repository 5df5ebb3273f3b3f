import { Migration } from "@mikro-orm/migrations";

/** What a team recorded by mistake, out of the tables a report counts. */
export class Migration20261213_cancelled_activity extends Migration {
  override up(): void {
    this.addSql(`
      create table cancelled_activity_record (
        id uuid primary key,
        organization_id uuid not null,
        kind text not null
          constraint cancelled_activity_record_kind_check
          check (kind in ('NETWORK_MEETING', 'SUPERVISION_SESSION', 'SATISFACTION_COLLECTION')),
        happened_on date not null,
        content jsonb not null,
        reason text not null,
        cancelled_at timestamptz(3) not null
      )`);
    this.addSql(`
      create index cancelled_activity_record_organization_id_happened_on_id_index
        on cancelled_activity_record (organization_id, happened_on, id)`);
    this.addSql(`create function cancelled_activity_record_is_never_rewritten_fn() returns trigger as $$
      begin raise exception 'This row is never rewritten: add another one.'; return null; end; $$ language plpgsql`);
    this.addSql(`create trigger is_never_rewritten before update on cancelled_activity_record
      for each row execute function cancelled_activity_record_is_never_rewritten_fn()`);
  }
}
