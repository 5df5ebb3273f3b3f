import { Migration } from "@mikro-orm/migrations";

/** What funds a scheme, on what conditions, and what it is to reach. */
export class Migration20261208_conventions extends Migration {
  override up(): void {
    this.addSql(`create table "convention" (
      "id" uuid not null primary key, "organization_id" uuid not null, "name" text not null, "starts_on" date not null,
      "ends_on" date not null, "full_time_hundredths" int not null, "territory_codes" text[] not null,
      constraint "convention_ends_after_it_starts" check (starts_on <= ends_on))`);
    this.addSql(
      `create index "convention_organization_id_starts_on_index" on "convention" ("organization_id", "starts_on")`,
    );
    this.addSql(`create table "convention_funding" (
      "id" uuid not null primary key, "organization_id" uuid not null,
      "convention_id" uuid not null references "convention" ("id"), "place" int not null, "funder" text not null,
      "amount_cents" int not null, "due_on" date null, "condition" text null, "condition_met_on" date null,
      constraint "convention_funding_is_something" check (amount_cents > 0),
      constraint "convention_funding_condition_met" check (condition is not null or condition_met_on is null))`);
    this.addSql(`create index "convention_funding_convention_id_index" on "convention_funding" ("convention_id")`);
    this.addSql(`create table "convention_target" (
      "id" uuid not null primary key, "organization_id" uuid not null,
      "convention_id" uuid not null references "convention" ("id"), "kind" text not null, "expected" int not null,
      "counted" int null, "counted_on" date null,
      constraint "convention_target_convention_id_kind_unique" unique ("convention_id", "kind"),
      constraint "convention_target_counted" check ((counted is null) = (counted_on is null)),
      constraint "convention_target_kind_check" check ("kind" in ('PEOPLE_ACCOMPANIED', 'FIRST_INTERVIEWS', 'RIGHTS_OPENED',
        'PLANS_TRANSMITTED', 'CARE_REACHED', 'COORDINATION_MEETINGS', 'PROFESSIONALS_TRAINED')))`);
  }
}
