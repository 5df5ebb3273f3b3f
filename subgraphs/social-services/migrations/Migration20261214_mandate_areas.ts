import { Migration } from "@mikro-orm/migrations";

/** The part of an organisation's territory that a mandate covers; none for the whole of it, as every mandate did before. */
export class Migration20261214_mandate_areas extends Migration {
  override up(): void {
    this.addSql(`alter table "referent_mandate" add column "area_codes" text[] not null default '{}'`);
  }
}
