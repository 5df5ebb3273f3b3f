import { Migration } from "@mikro-orm/migrations";

/** Every subgraph keeps the keys of the changes it makes: the key commits with the change, or not at all. */
export class Migration20261126_idempotency_key extends Migration {
  override up(): void {
    this.addSql(`
      create table idempotency_key (
        id text primary key,
        content text not null,
        payload jsonb null,
        expires_at timestamptz not null
      )`);
    this.addSql("create index idempotency_key_expires_at_index on idempotency_key (expires_at)");
  }
}
