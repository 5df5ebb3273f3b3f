import { Migration } from "@mikro-orm/migrations";

/** Rounds of mobile units and their stops. They are about teams and places: no row here is about a person. */
export class Migration20261206_rounds extends Migration {
  override up(): void {
    this.addSql(`
      create table mobile_round (
        id uuid primary key,
        organization_id uuid not null,
        team_name text not null,
        held_on date not null,
        constraint mobile_round_once unique (organization_id, held_on, team_name)
      )`);
    this.addSql(`
      create table round_stop (
        id uuid primary key,
        round_id uuid not null constraint round_stop_round_id_foreign references mobile_round,
        organization_id uuid not null,
        place_name text not null,
        address text null,
        commune_code text not null,
        starts_at timestamptz not null,
        ends_at timestamptz not null,
        services text[] not null
          constraint round_stop_services
          check (cardinality(services) > 0 and services <@ array['LISTENING', 'RIGHTS_OPENING', 'CARE_GUIDANCE',
            'NURSE_INTERVIEW', 'PSYCHOLOGIST_INTERVIEW', 'HOUSING_SUPPORT']),
        is_at_partner_premises boolean not null,
        version int not null default 1,
        cancel_reason text null
          constraint round_stop_cancel_reason_check
          check (cancel_reason in ('VEHICLE_UNAVAILABLE', 'TEAM_UNAVAILABLE', 'PREMISES_CLOSED', 'WEATHER', 'OTHER')),
        constraint round_stop_period check (ends_at > starts_at)
      )`);
    this.addSql("create index round_stop_round_id_starts_at_index on round_stop (round_id, starts_at)");
  }
}
