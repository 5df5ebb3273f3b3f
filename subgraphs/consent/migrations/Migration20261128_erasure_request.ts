import { Migration } from "@mikro-orm/migrations";

/** That a person asked for the erasure of what is held about her; the registry hears of it as every source does. */
export class Migration20261128_erasure_request extends Migration {
  override up(): void {
    this.addSql(`create table erasure_request (
      id uuid primary key, person_id uuid not null references person deferrable initially deferred,
      requested_at timestamptz not null)`);
    this.addSql("create index erasure_request_person_id_index on erasure_request (person_id)");
    this.addSql(`create table received_event (
      id uuid primary key, type text not null, received_at timestamptz not null default now())`);
  }
}
