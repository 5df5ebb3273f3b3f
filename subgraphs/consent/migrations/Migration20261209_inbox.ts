import { Migration } from "@mikro-orm/migrations";

/** What waits for the members of an organisation, as each source states it, who read what of it, and who is told by e-mail. */
export class Migration20261209_inbox extends Migration {
  override up(): void {
    this.addSql(`create table inbox_item (
      id uuid primary key default gen_random_uuid(), kind text not null, recipient_organization_id uuid not null,
      person_id uuid not null, organization_id uuid not null, record_id uuid not null, content_hash text null,
      appears_at timestamptz(3) not null, lapses_at timestamptz(3) null,
      constraint inbox_item_record_id_kind_recipient_organization_id_unique unique (record_id, kind, recipient_organization_id))`);
    this.addSql(
      "create index inbox_item_recipient_organization_id_appears_at_id_index on inbox_item (recipient_organization_id, appears_at, id)",
    );
    this.addSql("create index inbox_item_person_id_index on inbox_item (person_id)");
    this.addSql(`create table inbox_reading (
      item_id uuid not null references inbox_item on delete cascade, professional_id uuid not null references professional,
      read_at timestamptz not null, primary key (item_id, professional_id))`);
    this.addSql(`create table digest (
      professional_id uuid primary key references professional, address text not null, frequency text not null, code_hash text not null,
      code_sent_at timestamptz(3) not null, confirmed_at timestamptz(3) null, sent_at timestamptz(3) null)`);
    // Mail on its way: written in the transaction of what it tells, gone once a mail server took it.
    this.addSql(`create table mail (
      id bigint generated always as identity primary key, address text not null, subject text not null, text text not null,
      attempts int not null default 0, not_before timestamptz not null default clock_timestamp())`);
  }
}
