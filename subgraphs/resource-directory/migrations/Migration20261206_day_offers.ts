import { Migration } from "@mikro-orm/migrations";

/** Offers of one day, published by organisations of the hub, and the events that tell of them. */
export class Migration20261206_day_offers extends Migration {
  override up(): void {
    this.addSql(`
      alter table care_offer
        add column starts_at timestamptz null,
        add column ends_at timestamptz null,
        add column organization_id uuid null,
        add column source_version int null,
        add column stated_volets text[] null`);
    this.addSql("create index care_offer_day on care_offer (starts_at) where starts_at is not null");
    this.addSql(`
      create table received_event (
        id uuid primary key,
        type text not null,
        received_at timestamptz not null default now()
      )`);
  }
}
