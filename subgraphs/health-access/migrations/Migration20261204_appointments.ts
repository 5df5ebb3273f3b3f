import { Migration } from "@mikro-orm/migrations";

/** Appointments with their history, and what associations do about supports that risk breaking. */
export class Migration20261204_appointments extends Migration {
  override up(): void {
    this.addSql(`
      create table appointment (
        id uuid primary key,
        support_id uuid not null constraint appointment_support_id_foreign references health_support,
        person_id uuid not null,
        organization_id uuid not null,
        request_key uuid not null,
        starts_at timestamptz(3) not null,
        care_offer_id text null,
        accompanied_by text not null
          constraint appointment_accompanied_by_check
          check (accompanied_by in ('NOBODY', 'PROFESSIONAL', 'VOLUNTEER', 'RELATIVE', 'INTERPRETER')),
        status text not null
          constraint appointment_status_check
          check (status in ('PLANNED', 'KEPT', 'MISSED', 'CANCELLED', 'RESCHEDULED')),
        cancelled_by text null
          constraint appointment_cancelled_by_check check (cancelled_by in ('PERSON', 'PROVIDER', 'ASSOCIATION')),
        version int not null,
        changed_at timestamptz(3) not null,
        replaces_id uuid null constraint appointment_replaces_id_unique unique,
        constraint appointment_organization_id_request_key_unique unique (organization_id, request_key),
        constraint appointment_cancelled_by check (status <> 'CANCELLED' or cancelled_by is not null)
      )`);
    this.addSql(`
      create index appointment_organization_id_starts_at_id_index on appointment (organization_id, starts_at, id)`);
    this.addSql("create index appointment_support_id_starts_at_index on appointment (support_id, starts_at)");
    this.addSql(`
      create table appointment_change (
        id uuid primary key,
        appointment_id uuid not null constraint appointment_change_appointment_id_foreign references appointment,
        person_id uuid not null,
        organization_id uuid not null,
        author_subject text not null,
        version int not null,
        status text not null
          constraint appointment_change_status_check
          check (status in ('PLANNED', 'KEPT', 'MISSED', 'CANCELLED', 'RESCHEDULED')),
        cancelled_by text null
          constraint appointment_change_cancelled_by_check check (cancelled_by in ('PERSON', 'PROVIDER', 'ASSOCIATION')),
        recorded_at timestamptz(3) not null,
        constraint appointment_change_appointment_id_version_unique unique (appointment_id, version)
      )`);
    this.addSql(`
      create table rupture_thresholds (
        organization_id uuid primary key,
        days_without_contact smallint not null,
        missed_in_a_row smallint not null,
        constraint rupture_thresholds_bounds
          check (days_without_contact >= 1 and days_without_contact <= 365 and missed_in_a_row >= 1 and missed_in_a_row <= 20)
      )`);
    this.addSql(`
      create table rupture_acknowledgement (
        id uuid primary key,
        support_id uuid not null constraint rupture_acknowledgement_support_id_foreign references health_support,
        person_id uuid not null,
        organization_id uuid not null,
        author_subject text not null,
        kind text not null
          constraint rupture_acknowledgement_kind_check
          check (kind in ('NO_CONTACT', 'MISSED_APPOINTMENTS', 'PLAN_STEP_OVERDUE')),
        latest_fact_at timestamptz(3) not null,
        next_action text not null
          constraint rupture_acknowledgement_next_action_check
          check (next_action in ('CALL_PERSON', 'VISIT_HER', 'CONTACT_PRESCRIBER', 'NEW_APPOINTMENT', 'REVISE_PLAN',
            'TEAM_MEETING')),
        act_before_on date not null,
        acknowledged_at timestamptz(3) not null,
        constraint rupture_acknowledgement_once
          unique (support_id, kind, latest_fact_at, next_action, act_before_on)
      )`);
    for (const table of ["appointment_change", "rupture_acknowledgement"]) {
      this.addSql(`
        create function ${table}_is_never_rewritten_fn() returns trigger as $$
          begin raise exception 'This row is never rewritten: add another one.'; return null; end;
        $$ language plpgsql`);
      this.addSql(`
        create trigger is_never_rewritten before update on ${table}
          for each row execute function ${table}_is_never_rewritten_fn()`);
    }
  }
}
