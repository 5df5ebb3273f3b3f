import { Migration } from "@mikro-orm/migrations";

/** Types of contracts of an organisation, signatures of both parties under the very text of a version, reviews, reasons. */
export class Migration20261207_contract_workflow extends Migration {
  override up(): void {
    this.addSql(`
      create table contract_type (
        id uuid primary key,
        organization_id uuid not null,
        name text not null,
        kind text not null,
        durations_in_months int[] not null,
        opened_on date not null,
        closed_on date null,
        constraint contract_type_kind_check
          check (kind in ('CONTRAT_ENGAGEMENT', 'CER', 'PPAE', 'CEJ', 'PACEA')),
        constraint contract_type_durations
          check (durations_in_months <@ '{3,6,9,12}'::int[] and cardinality(durations_in_months) > 0)
      )`);
    this.addSql(`
      create unique index contract_type_organization_id_name_unique
        on contract_type (organization_id, name) where closed_on is null`);
    this.addSql(`
      alter table employment_contract
        add column awaiting_number int null,
        add column reviewed_on date null,
        add column closing_reason text null,
        add column contract_type_id uuid null references contract_type`);
    this.addSql(`
      alter table employment_contract add constraint employment_contract_closing_reason_check
        check (closing_reason in ('GOALS_REACHED', 'WORK_OR_TRAINING', 'MOVED_AWAY', 'OTHER_ORIENTATION',
          'PERSON_DECLINED', 'NOT_KEPT', 'RECORDED_BY_MISTAKE', 'OTHER'))`);
    this.addSql(`alter table contract_version add column text text null, add column text_hash text null`);
    this.addSql(`
      create table contract_signature (
        id uuid primary key,
        version_id uuid not null references contract_version,
        person_id uuid not null,
        organization_id uuid not null,
        party text not null,
        medium text not null,
        signed_on date not null,
        text_hash text not null,
        document_hash text null,
        recorded_by text null,
        recorded_at timestamptz not null,
        constraint contract_signature_version_id_party_unique unique (version_id, party),
        constraint contract_signature_party_check check (party in ('PERSON', 'ORGANIZATION')),
        constraint contract_signature_medium_check
          check (medium in ('IN_HUB', 'ON_PAPER', 'ON_SCREEN', 'SIGNATURE_SERVICE'))
      )`);
    // Both named as the ORM names them, so that it finds nothing left to do.
    this.addSql(`
      create function contract_signature_contract_signature_is_never_edited_fn() returns trigger as $$
        begin raise exception 'A signature is never edited: it stands under the text that was signed.'; return null; end;
      $$ language plpgsql`);
    this.addSql(`
      create trigger contract_signature_is_never_edited before update on contract_signature
        for each row execute function contract_signature_contract_signature_is_never_edited_fn()`);
  }
}
