import { Migration } from "@mikro-orm/migrations";

/** Who searched the log of decisions, and for what: append-only and in the ledger, since it is about no person accompanied. */
export class Migration20261201_disclosure_search extends Migration {
  override up(): void {
    this.addSql(`create table disclosure_search (
      id bigint generated always as identity primary key, request_id text not null, actor_subject text not null,
      organization_id uuid not null, application text not null, since timestamptz not null, until timestamptz not null,
      category text null, purpose text null, is_refused_only boolean not null, after_id bigint null,
      searched_at timestamptz not null default clock_timestamp(),
      salt bytea not null default uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))`);
    this.addSql(`create trigger disclosure_search_append_only before update or delete on disclosure_search
      for each row execute function refuse_change()`);
    this.addSql(`create trigger disclosure_search_not_emptied before truncate on disclosure_search
      for each statement execute function refuse_change()`);
    this.addSql(`create trigger disclosure_search_enters_ledger after insert on disclosure_search
      referencing new table as added for each statement execute function enter_ledger('search')`);
    this.addSql(`do $$ begin
      execute format('revoke update, delete, truncate on disclosure_search from %I', current_user); end $$`);
    // What people read themselves, or those who stand for them, is no organisation's to search.
    this.addSql(`create index decision_record_by_actor on decision_record (actor_organization_id, decided_at, id)
      where reason not in ('SELF', 'PROXY')`);
    this.addSql(`create index decision_record_by_source on decision_record (source_organization_id, decided_at, id)
      where reason not in ('SELF', 'PROXY')`);
  }
}
