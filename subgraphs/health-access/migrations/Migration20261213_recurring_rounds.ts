import { Migration } from "@mikro-orm/migrations";

/** Rounds planned at once, and whether a stop costs something. */
export class Migration20261213_recurring_rounds extends Migration {
  override up(): void {
    this.addSql(`
      create table round_series (
        id uuid primary key,
        organization_id uuid not null,
        team_name text not null,
        starts_on date not null,
        until date not null,
        every_weeks int not null,
        except_days date[] not null,
        constraint round_series_recurs check (every_weeks > 0),
        constraint round_series_ends_after_it_starts check (starts_on <= until)
      )`);
    this.addSql("alter table mobile_round add column series_id uuid null references round_series");
    this.addSql("create index mobile_round_series_id_index on mobile_round (series_id)");
    this.addSql(`
      alter table round_stop add column fee text null
        constraint round_stop_fee_check check (fee in ('GRATUIT', 'PAYANT'))`);
  }
}
