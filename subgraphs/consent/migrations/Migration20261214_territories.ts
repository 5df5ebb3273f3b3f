import { Migration } from "@mikro-orm/migrations";

/**
 * Where organisations worked since when, and who recorded it: append-only and in the ledger, since it is about nobody. To which
 * organisations prescriptions were addressed, so that the basis of an accompaniment can be confirmed.
 */
export class Migration20261214_territories extends Migration {
  override up(): void {
    this.addSql(`create table territory_record (
      id bigint generated always as identity primary key,
      organization_id uuid not null references organization deferrable initially deferred,
      areas jsonb not null, actor_subject text null, recorded_at timestamptz not null default clock_timestamp(),
      salt bytea not null default uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))`);
    this.addSql("create index territory_record_by_organization on territory_record (organization_id, id)");
    this.addSql(`create trigger territory_record_append_only before update or delete on territory_record
      for each row execute function refuse_change()`);
    this.addSql(`create trigger territory_record_not_emptied before truncate on territory_record
      for each statement execute function refuse_change()`);
    this.addSql(`create trigger territory_record_enters_ledger after insert on territory_record
      referencing new table as added for each statement execute function enter_ledger('territory')`);
    this.addSql(`do $$ begin
      execute format('revoke update, delete, truncate on territory_record from %I', current_user); end $$`);
    // What stood before anybody was noted with it.
    this.addSql(`insert into territory_record (organization_id, areas)
      select organization_id, jsonb_agg(jsonb_build_object('kind', kind, 'code', code, 'departmentCode', department_code,
        'communes', to_jsonb(communes)) order by kind, code)
      from organization_area group by organization_id`);
    this.addSql(`create table addressed_prescription (
      id uuid primary key, person_id uuid not null, organization_id uuid not null)`);
    this.addSql("create index addressed_prescription_by_person on addressed_prescription (person_id, organization_id)");
  }
}
