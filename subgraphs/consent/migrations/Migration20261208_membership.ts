import { Migration } from "@mikro-orm/migrations";

/**
 * Who joins those who accompany a person, by whose invitation and on what basis; where organisations work; who looked for an
 * invitation by its code, append-only and in the ledger, since it is about no person accompanied.
 */
export class Migration20261208_membership extends Migration {
  override up(): void {
    this.addSql(`alter table accompaniment add column invitation_id uuid null, add column professional_id uuid null,
      add column end_reason text null,
      add constraint accompaniment_basis check (basis in ('MANDATE', 'PRESCRIPTION', 'CONSENT')),
      add constraint accompaniment_end_reason check (end_reason is null or (ended_on is not null and end_reason in
        ('PERSON_ASKED', 'HANDED_OVER', 'GOALS_REACHED', 'MOVED_AWAY', 'LOST_CONTACT', 'UNAVAILABLE', 'DECEASED')))`);
    this.addSql("create index accompaniment_by_person on accompaniment (person_id, started_on)");
    this.addSql(`create table held_mandate (
      id uuid primary key, person_id uuid not null, organization_id uuid not null, ended_at timestamptz null)`);
    this.addSql("create index held_mandate_by_person on held_mandate (person_id) where ended_at is null");
    this.addSql(`create table organization_area (
      id uuid primary key, organization_id uuid not null references organization deferrable initially deferred,
      kind text not null, code text not null, department_code text not null, communes text[] not null,
      constraint organization_area_kind check (kind in ('DEPARTMENT', 'INTERCOMMUNALITY', 'COMMUNE')),
      constraint organization_area_once unique (organization_id, kind, code))`);
    this.addSql(`create table accompaniment_invitation (
      id uuid primary key, person_id uuid not null references person deferrable initially deferred, made_by text not null,
      organization_id uuid null references organization deferrable initially deferred,
      invited_organization_id uuid null references organization deferrable initially deferred,
      basis text not null, department_codes text[] not null, commune_code text null, agreed_on date null, code_hash text not null,
      made_at timestamptz not null, expires_at timestamptz not null, taken_back_at timestamptz null,
      accompaniment_id uuid null references accompaniment deferrable initially deferred,
      constraint accompaniment_invitation_code unique (code_hash),
      constraint accompaniment_invitation_basis check (basis in ('MANDATE', 'PRESCRIPTION', 'CONSENT')),
      constraint accompaniment_invitation_bounds check (made_at < expires_at),
      constraint accompaniment_invitation_addressed check (invited_organization_id is not null or cardinality(department_codes) > 0),
      constraint accompaniment_invitation_agreed check ((organization_id is null) = (agreed_on is null)))`);
    this.addSql("create index accompaniment_invitation_by_person on accompaniment_invitation (person_id)");
    this.addSql(`create table invitation_lookup (
      id bigint generated always as identity primary key, request_id text not null, actor_subject text not null,
      organization_id uuid not null, application text not null, is_within_budget boolean not null, is_found boolean not null,
      looked_up_at timestamptz not null default clock_timestamp(),
      salt bytea not null default uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))`);
    this.addSql(`create trigger invitation_lookup_append_only before update or delete on invitation_lookup
      for each row execute function refuse_change()`);
    this.addSql(`create trigger invitation_lookup_not_emptied before truncate on invitation_lookup
      for each statement execute function refuse_change()`);
    this.addSql(`create trigger invitation_lookup_enters_ledger after insert on invitation_lookup
      referencing new table as added for each statement execute function enter_ledger('lookup')`);
    this.addSql(`do $$ begin
      execute format('revoke update, delete, truncate on invitation_lookup from %I', current_user); end $$`);
  }
}
