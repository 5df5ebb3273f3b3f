import { Migration } from "@mikro-orm/migrations";

/** Opening hours read once for every search; those that are there already are read by the next import. */
export class Migration20261216_opening_weeks extends Migration {
  override up(): void {
    this.addSql(`create table opening_week (
      notation text primary key, open_minutes int4multirange null, is_closed_on_holidays boolean not null)`);
  }
}
