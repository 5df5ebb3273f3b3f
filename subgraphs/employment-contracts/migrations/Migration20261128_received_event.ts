import { Migration } from "@mikro-orm/migrations";

/** What this subgraph hears of from others, each once. */
export class Migration20261128_received_event extends Migration {
  override up(): void {
    this.addSql(`create table received_event (
      id uuid primary key, type text not null, received_at timestamptz not null default now())`);
  }
}
