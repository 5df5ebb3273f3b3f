import { Migration } from "@mikro-orm/migrations";

/** Contracts, their versions and their links to extracts. */
export class Migration20261123_employment_contracts extends Migration {
  override up(): void {
    this.addSql(`
      create table employment_contract (
        id uuid primary key,
        person_id uuid not null,
        organization_id uuid not null,
        kind text not null,
        status text not null,
        starts_on date not null,
        ends_on date not null,
        signed_on date null,
        closed_on date null,
        orientation_notified_on date null,
        weekly_hours double precision null,
        is_hours_adjusted boolean not null,
        commitments text[] not null,
        replaces_id uuid null references employment_contract,
        version int not null,
        request_key uuid not null,
        constraint employment_contract_organization_id_request_key_unique unique (organization_id, request_key),
        constraint employment_contract_kind_check
          check (kind in ('CONTRAT_ENGAGEMENT', 'CER', 'PPAE', 'CEJ', 'PACEA')),
        constraint employment_contract_status_check
          check (status in ('DRAFT', 'AWAITING_SIGNATURE', 'SIGNED', 'ENDED', 'CANCELLED', 'REPLACED')),
        constraint employment_contract_ordered check (ends_on > starts_on),
        constraint employment_contract_signed
          check ((signed_on is not null) = (status in ('SIGNED', 'ENDED', 'REPLACED'))),
        constraint employment_contract_closed
          check ((closed_on is not null) = (status in ('ENDED', 'CANCELLED', 'REPLACED'))),
        constraint employment_contract_former_kind
          check (kind = 'CONTRAT_ENGAGEMENT' or (starts_on < '2025-01-01' and ends_on <= '2027-01-01'))
      )`);
    this.addSql(`
      create index employment_contract_organization_id_ends_on_id_index
        on employment_contract (organization_id, ends_on, id)`);
    this.addSql(`
      create index employment_contract_person_id_ends_on_id_index on employment_contract (person_id, ends_on, id)`);
    this.addSql(`
      create unique index employment_contract_replaces_id_unique
        on employment_contract (replaces_id) where status <> 'CANCELLED'`);

    this.addSql(`
      create table contract_version (
        id uuid primary key,
        contract_id uuid not null references employment_contract,
        person_id uuid not null,
        organization_id uuid not null,
        number int not null,
        kind text not null,
        reason text null,
        effective_on date not null,
        ends_on date not null,
        weekly_hours double precision null,
        is_hours_adjusted boolean not null,
        commitments text[] not null,
        recorded_at timestamptz not null,
        constraint contract_version_contract_id_number_unique unique (contract_id, number),
        constraint contract_version_kind_check check (kind in ('INITIAL', 'AMENDMENT', 'RENEWAL')),
        constraint contract_version_reason_check
          check (reason in ('PERIODIC_UPDATE', 'CHANGE_OF_GOAL', 'CHANGE_OF_AVAILABILITY', 'EARLIER_END', 'CORRECTION'))
      )`);
    // Both named as the ORM names them, so that it finds nothing left to do.
    this.addSql(`
      create function contract_version_contract_version_is_never_edited_fn() returns trigger as $$
        begin raise exception 'A version of a contract is never edited: record a new one.'; return null; end;
      $$ language plpgsql`);
    this.addSql(`
      create trigger contract_version_is_never_edited before update on contract_version
        for each row execute function contract_version_contract_version_is_never_edited_fn()`);

    this.addSql(`
      create table plan_link (
        id uuid primary key,
        contract_id uuid not null references employment_contract,
        extract_id uuid not null,
        content_hash text not null,
        linked_at timestamptz not null,
        ended_at timestamptz null
      )`);
    this.addSql(`create unique index plan_link_contract_id_unique on plan_link (contract_id) where ended_at is null`);
    this.addSql(`create index plan_link_extract_id_index on plan_link (extract_id)`);
  }
}
