import { Migration } from "@mikro-orm/migrations";

/** What an activity report counts besides acts: sectors, travel, network meetings, supervision, satisfaction. */
export class Migration20261205_activity extends Migration {
  override up(): void {
    this.addSql(`
      create table sector (
        id uuid primary key,
        organization_id uuid not null,
        code text not null,
        label text not null,
        constraint sector_organization_id_code_unique unique (organization_id, code)
      )`);
    this.addSql(`
      alter table health_support
        add column sector_id uuid null constraint health_support_sector_id_foreign references sector
          on delete set null`);

    this.addSql("alter table support_act add column travel_minutes smallint not null default 0");
    this.addSql("create index support_act_organization_id_held_on_index on support_act (organization_id, held_on)");
    this.addSql("alter table support_act drop constraint support_act_kind_check");
    this.addSql(`
      alter table support_act add constraint support_act_kind_check
        check (kind in ('PROPOSAL', 'FIRST_INTERVIEW', 'INTERVIEW', 'RIGHTS_OPENING', 'ACCOMPANIED_APPOINTMENT',
          'HOME_VISIT', 'EXTERNAL_INTERVIEW', 'PHONE_CALL', 'MEDIATION', 'GROUP_WORKSHOP', 'TEAM_MEETING'))`);

    this.addSql(`
      create table network_meeting (
        id uuid primary key,
        sector_id uuid not null constraint network_meeting_sector_id_foreign references sector,
        held_on date not null,
        minutes_per_attendant smallint not null,
        attendants uuid[] not null,
        constraint network_meeting_sector_id_held_on_unique unique (sector_id, held_on)
      )`);
    this.addSql(`
      create table supervision_session (
        id uuid primary key,
        organization_id uuid not null,
        held_on date not null,
        minutes_per_attendant smallint not null,
        attendants uuid[] not null,
        constraint supervision_session_organization_id_held_on_unique unique (organization_id, held_on)
      )`);
    this.addSql(`
      create table satisfaction_collection (
        id uuid primary key,
        sector_id uuid not null constraint satisfaction_collection_sector_id_foreign references sector,
        collected_on date not null,
        very_satisfied smallint not null,
        satisfied smallint not null,
        dissatisfied smallint not null,
        very_dissatisfied smallint not null,
        constraint satisfaction_collection_sector_id_collected_on_unique unique (sector_id, collected_on)
      )`);
  }
}
