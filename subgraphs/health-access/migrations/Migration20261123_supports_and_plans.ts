import { Migration } from "@mikro-orm/migrations";

/** Supports with their acts and diagnoses, plans with their versions, extracts and where they were sent. */
export class Migration20261123_supports_and_plans extends Migration {
  override up(): void {
    this.addSql(`
      create table health_support (
        id uuid primary key,
        person_id uuid not null,
        organization_id uuid not null,
        prescription_id uuid not null constraint health_support_prescription_id_unique unique,
        prescriber_organization_id uuid not null,
        status text not null default 'OPEN'
          constraint health_support_status_check check (status in ('OPEN', 'STARTED', 'ENDED')),
        opened_on date not null,
        started_on date null,
        ended_on date null,
        outcome text null
          constraint health_support_outcome_check
          check (outcome in ('GOALS_REACHED', 'GOALS_PARTLY_REACHED', 'HANDED_ON', 'PERSON_STOPPED', 'NEVER_CAME')),
        constraint health_support_ended
          check ((status = 'ENDED') = (ended_on is not null) and (status = 'ENDED') = (outcome is not null))
      )`);
    this.addSql("create index health_support_person_id_index on health_support (person_id)");
    this.addSql(`
      create index health_support_organization_id_opened_on_id_index
        on health_support (organization_id, opened_on, id)`);

    this.addSql(`
      create table support_act (
        id uuid primary key,
        support_id uuid not null constraint support_act_support_id_foreign references health_support,
        person_id uuid not null,
        organization_id uuid not null,
        author_subject text not null,
        kind text not null
          constraint support_act_kind_check
          check (kind in ('FIRST_INTERVIEW', 'INTERVIEW', 'RIGHTS_OPENING', 'ACCOMPANIED_APPOINTMENT', 'HOME_VISIT',
            'PHONE_CALL', 'MEDIATION', 'GROUP_WORKSHOP', 'TEAM_MEETING')),
        minutes smallint not null,
        held_on date not null,
        rank_of_day smallint not null,
        constraint support_act_once unique (support_id, author_subject, kind, held_on, rank_of_day)
      )`);

    this.addSql(`
      create table diagnosis (
        id uuid primary key,
        support_id uuid not null constraint diagnosis_support_id_foreign references health_support,
        person_id uuid not null,
        organization_id uuid not null,
        summary text not null,
        established_on date not null,
        constraint diagnosis_support_id_established_on_unique unique (support_id, established_on)
      )`);

    this.addSql(`
      create table health_action_plan (
        id uuid primary key,
        support_id uuid not null constraint health_action_plan_support_id_foreign references health_support
          constraint health_action_plan_support_id_unique unique,
        person_id uuid not null,
        organization_id uuid not null,
        current_version int not null
      )`);
    this.addSql(`
      create table health_action_plan_version (
        id uuid primary key,
        plan_id uuid not null constraint health_action_plan_version_plan_id_foreign references health_action_plan,
        person_id uuid not null,
        organization_id uuid not null,
        number int not null,
        fingerprint text not null,
        written_at timestamptz not null,
        constraint health_action_plan_version_plan_id_number_unique unique (plan_id, number)
      )`);
    this.addSql(`
      create table plan_goal (
        id uuid primary key,
        version_id uuid not null constraint plan_goal_version_id_foreign references health_action_plan_version,
        person_id uuid not null,
        organization_id uuid not null,
        position smallint not null,
        code text not null,
        constraint plan_goal_version_id_position_unique unique (version_id, position)
      )`);
    this.addSql(`
      create table plan_step (
        id uuid primary key,
        goal_id uuid not null constraint plan_step_goal_id_foreign references plan_goal,
        person_id uuid not null,
        organization_id uuid not null,
        position smallint not null,
        code text not null,
        status text not null
          constraint plan_step_status_check
          check (status in ('PLANNED', 'IN_PROGRESS', 'ON_HOLD', 'DONE', 'ABANDONED')),
        version int not null default 1,
        starts_on date null,
        ends_on date null,
        weekly_hours double precision null,
        care_offer_id text null,
        constraint plan_step_goal_id_position_unique unique (goal_id, position)
      )`);
    this.addSql(`
      create table plan_constraint (
        id uuid primary key,
        version_id uuid not null constraint plan_constraint_version_id_foreign references health_action_plan_version,
        person_id uuid not null,
        organization_id uuid not null,
        position smallint not null,
        code text not null,
        starts_on date null,
        ends_on date null,
        constraint plan_constraint_version_id_position_unique unique (version_id, position)
      )`);

    this.addSql(`
      create table plan_extract (
        id uuid primary key,
        plan_id uuid not null constraint plan_extract_plan_id_foreign references health_action_plan,
        person_id uuid not null,
        organization_id uuid not null,
        lines jsonb not null,
        text text not null,
        content_hash text not null,
        derived_at timestamptz not null,
        constraint plan_extract_plan_id_content_hash_unique unique (plan_id, content_hash)
      )`);
    this.addSql("create index plan_extract_person_id_index on plan_extract (person_id)");
    this.addSql(`
      create table plan_transmission (
        id uuid primary key,
        extract_id uuid not null constraint plan_transmission_extract_id_foreign references plan_extract,
        person_id uuid not null,
        organization_id uuid not null,
        recipient_organization_id uuid not null,
        sent_at timestamptz not null,
        constraint plan_transmission_extract_id_recipient_organization_id_unique
          unique (extract_id, recipient_organization_id)
      )`);
    this.addSql(`
      create index plan_transmission_recipient_organization_id_sent_at_index
        on plan_transmission (recipient_organization_id, sent_at)`);

    this.addSql(`
      create table received_event (
        id uuid primary key,
        type text not null,
        received_at timestamptz not null default now()
      )`);

    // What was approved, concluded or agreed is never rewritten; deleting stays possible, for erasure.
    for (const table of NEVER_REWRITTEN) {
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

const NEVER_REWRITTEN = [
  "diagnosis",
  "health_action_plan_version",
  "plan_goal",
  "plan_constraint",
  "plan_extract",
  "plan_transmission",
];
