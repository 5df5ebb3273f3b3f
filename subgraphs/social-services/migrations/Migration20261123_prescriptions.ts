import { Migration } from "@mikro-orm/migrations";

/** Prescriptions, their history, and the outcome the association tells. */
export class Migration20261123_prescriptions extends Migration {
  override up(): void {
    this.addSql(`
      create table prescription (
        id uuid primary key,
        person_id uuid not null,
        organization_id uuid not null,
        recipient_organization_id uuid not null,
        request_key uuid not null,
        reasons text[] not null,
        note text null,
        recorded_status text not null,
        status_reason text null,
        requested_at timestamptz(3) not null,
        version int not null
      )`);
    this.addSql(`
      create index prescription_recipient_organization_id_requested_at_id_index on prescription (recipient_organization_id, requested_at, id)`);
    this.addSql(`
      create index prescription_organization_id_requested_at_id_index on prescription (organization_id, requested_at, id)`);
    this.addSql(`
      create index prescription_person_id_index on prescription (person_id)`);
    this.addSql(`
      alter table prescription
        add constraint prescription_organization_id_request_key_unique unique (organization_id, request_key)`);
    this.addSql(`
      alter table prescription
        add constraint prescription_reasons_check check (reasons <@ array[
          'HEALTH_COVER'::text, 'NO_TREATING_DOCTOR'::text, 'CARE_GIVEN_UP'::text, 'APPOINTMENTS'::text,
          'PHYSICAL_ACCOMPANIMENT'::text, 'HEALTH_CHECK_UP'::text, 'DECLARED_DIFFICULTY'::text,
          'CARE_CONTINUITY'::text, 'LANGUAGE_MEDIATION'::text, 'HEALTH_INFORMATION'::text])`);
    this.addSql(`
      alter table prescription
        add constraint prescription_recorded_status_check check (recorded_status in (
          'REQUESTED', 'ACCEPTED', 'REFUSED', 'IN_PROGRESS', 'ON_HOLD', 'DONE', 'CANCELLED'))`);
    this.addSql(`
      alter table prescription
        add constraint prescription_status_reason_check check (status_reason in (
          'NO_CAPACITY', 'OUTSIDE_TERRITORY', 'OUTSIDE_MISSION', 'ALREADY_ACCOMPANIED', 'PERSON_DECLINED',
          'PERSON_UNREACHABLE', 'PERSON_UNAVAILABLE', 'WAITING_FOR_RIGHTS', 'AT_HER_REQUEST',
          'MOVED_AWAY', 'NO_LONGER_NEEDED', 'ENTERED_IN_ERROR'))`);
    this.addSql(`
      create table prescription_transition (
        id uuid primary key,
        person_id uuid not null,
        organization_id uuid not null,
        prescription_id uuid not null references prescription deferrable initially deferred,
        version int not null,
        "from" text null,
        "to" text not null,
        reason text null,
        recorded_at timestamptz(3) not null,
        actor_role text null,
        actor_organization_id uuid not null
      )`);
    this.addSql(`
      alter table prescription_transition
        add constraint prescription_transition_prescription_id_version_unique unique (prescription_id, version)`);
    this.addSql(`
      alter table prescription_transition
        add constraint prescription_transition_from_check check ("from" in (
          'REQUESTED', 'ACCEPTED', 'REFUSED', 'IN_PROGRESS', 'ON_HOLD', 'DONE', 'CANCELLED'))`);
    this.addSql(`
      alter table prescription_transition
        add constraint prescription_transition_to_check check ("to" in (
          'REQUESTED', 'ACCEPTED', 'REFUSED', 'IN_PROGRESS', 'ON_HOLD', 'DONE', 'CANCELLED'))`);
    this.addSql(`
      alter table prescription_transition
        add constraint prescription_transition_reason_check check (reason in (
          'NO_CAPACITY', 'OUTSIDE_TERRITORY', 'OUTSIDE_MISSION', 'ALREADY_ACCOMPANIED', 'PERSON_DECLINED',
          'PERSON_UNREACHABLE', 'PERSON_UNAVAILABLE', 'WAITING_FOR_RIGHTS', 'AT_HER_REQUEST',
          'MOVED_AWAY', 'NO_LONGER_NEEDED', 'ENTERED_IN_ERROR'))`);
    this.addSql(`
      alter table prescription_transition
        add constraint prescription_transition_actor_role_check check (actor_role in (
          'SOCIAL_WORKER', 'INSERTION_REFERENT', 'HEALTH_NAVIGATOR'))`);
    this.addSql(`
      create table prescription_outcome (
        id uuid primary key,
        person_id uuid not null,
        organization_id uuid not null,
        prescription_id uuid not null references prescription deferrable initially deferred,
        code text not null,
        recorded_at timestamptz(3) not null
      )`);
    this.addSql(`
      alter table prescription_outcome
        add constraint prescription_outcome_prescription_id_unique unique (prescription_id)`);
    this.addSql(`
      alter table prescription_outcome
        add constraint prescription_outcome_code_check check (code in (
          'GOALS_REACHED', 'GOALS_PARTLY_REACHED', 'HANDED_ON', 'PERSON_STOPPED', 'NEVER_CAME',
          'OUTCOME_NOT_SHARED'))`);
    this.addSql(`
      create trigger prescription_transition_is_never_rewritten before update on prescription_transition
        for each row execute function refuse_rewrite()`);
    this.addSql(`
      create trigger prescription_outcome_is_never_rewritten before update on prescription_outcome
        for each row execute function refuse_rewrite()`);
  }
}
