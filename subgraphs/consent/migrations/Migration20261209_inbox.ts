import { Migration } from "@mikro-orm/migrations";

/** What waits for the members of an organisation, as each source states it, and who read what of it. */
export class Migration20261209_inbox extends Migration {
  override up(): void {
    this.addSql(`create table inbox_item (
      id uuid primary key default gen_random_uuid(), kind text not null, recipient_organization_id uuid not null,
      person_id uuid not null, organization_id uuid not null, record_id uuid not null, content_hash text null,
      appears_at timestamptz(3) not null, lapses_at timestamptz(3) null,
      unique (record_id, kind, recipient_organization_id))`);
    this.addSql("create index inbox_item_by_recipient on inbox_item (recipient_organization_id, appears_at, id)");
    this.addSql("create index inbox_item_by_person on inbox_item (person_id)");
    this.addSql(`create table inbox_reading (
      item_id uuid not null references inbox_item on delete cascade, professional_id uuid not null references professional,
      read_at timestamptz not null, primary key (item_id, professional_id))`);
  }
}
