import { Migration } from "@mikro-orm/migrations";

/** Social files and what hangs below them. Foreign keys are checked at commit: rows of one transaction arrive in any order. */
export class Migration20261123_files extends Migration {
  override up(): void {
    this.addSql(`
      create table social_file (
        id uuid primary key,
        person_id uuid not null,
        organization_id uuid not null,
        opened_on date not null
      )`);
    this.addSql(`
      create index social_file_organization_id_index on social_file (organization_id)`);
    this.addSql(`
      alter table social_file
        add constraint social_file_person_id_organization_id_unique unique (person_id, organization_id)`);
    this.addSql(`
      create table rights_request (
        id uuid primary key,
        person_id uuid not null,
        organization_id uuid not null,
        social_file_id uuid not null references social_file deferrable initially deferred,
        kind text not null,
        label text not null,
        state text not null,
        requested_on date not null,
        version int not null
      )`);
    this.addSql(`
      alter table rights_request
        add constraint rights_request_social_file_id_kind_label_requested_on_unique unique (social_file_id, kind, label, requested_on)`);
    this.addSql(`
      alter table rights_request
        add constraint rights_request_kind_check check (kind in (
          'RSA', 'CSS', 'PUMA', 'AME', 'ASS', 'ARE', 'PRIME_ACTIVITE', 'APL', 'ALS', 'FSL', 'DALO',
          'SOCIAL_HOUSING', 'ASPA', 'RESIDENCE_PERMIT', 'SURENDETTEMENT', 'FOOD_AID', 'OTHER'))`);
    this.addSql(`
      alter table rights_request
        add constraint rights_request_state_check check (state in (
          'WAITING_ADDITIONAL_INFORMATION', 'INVESTIGATION_ONGOING', 'ACCEPTED', 'REFUSED', 'ADJOURNED',
          'CLOSED_BY_BENEFICIARY', 'DISMISSED'))`);
    this.addSql(`
      create table rights_request_change (
        id uuid primary key,
        person_id uuid not null,
        organization_id uuid not null,
        request_id uuid not null references rights_request deferrable initially deferred,
        version int not null,
        state text not null,
        reason text null,
        happened_on date not null,
        recorded_at timestamptz(3) not null,
        actor_role text not null,
        actor_organization_id uuid not null
      )`);
    this.addSql(`
      alter table rights_request_change
        add constraint rights_request_change_request_id_version_unique unique (request_id, version)`);
    this.addSql(`
      alter table rights_request_change
        add constraint rights_request_change_state_check check (state in (
          'WAITING_ADDITIONAL_INFORMATION', 'INVESTIGATION_ONGOING', 'ACCEPTED', 'REFUSED', 'ADJOURNED',
          'CLOSED_BY_BENEFICIARY', 'DISMISSED'))`);
    this.addSql(`
      alter table rights_request_change
        add constraint rights_request_change_actor_role_check check (actor_role in (
          'SOCIAL_WORKER', 'INSERTION_REFERENT', 'HEALTH_NAVIGATOR'))`);
    this.addSql(`
      create table disability_request (
        id uuid primary key,
        person_id uuid not null,
        organization_id uuid not null,
        social_file_id uuid not null references social_file deferrable initially deferred,
        kind text not null,
        label text not null,
        state text not null,
        requested_on date not null,
        version int not null
      )`);
    this.addSql(`
      alter table disability_request
        add constraint disability_request_social_file_id_kind_label_requ_d79a7_unique unique (social_file_id, kind, label, requested_on)`);
    this.addSql(`
      alter table disability_request
        add constraint disability_request_kind_check check (kind in (
          'RQTH', 'AAH', 'PCH', 'CMI', 'INVALIDITY_PENSION', 'AEEH', 'OTHER'))`);
    this.addSql(`
      alter table disability_request
        add constraint disability_request_state_check check (state in (
          'WAITING_ADDITIONAL_INFORMATION', 'INVESTIGATION_ONGOING', 'ACCEPTED', 'REFUSED', 'ADJOURNED',
          'CLOSED_BY_BENEFICIARY', 'DISMISSED'))`);
    this.addSql(`
      create table disability_request_change (
        id uuid primary key,
        person_id uuid not null,
        organization_id uuid not null,
        request_id uuid not null references disability_request deferrable initially deferred,
        version int not null,
        state text not null,
        reason text null,
        happened_on date not null,
        recorded_at timestamptz(3) not null,
        actor_role text not null,
        actor_organization_id uuid not null
      )`);
    this.addSql(`
      alter table disability_request_change
        add constraint disability_request_change_request_id_version_unique unique (request_id, version)`);
    this.addSql(`
      alter table disability_request_change
        add constraint disability_request_change_state_check check (state in (
          'WAITING_ADDITIONAL_INFORMATION', 'INVESTIGATION_ONGOING', 'ACCEPTED', 'REFUSED', 'ADJOURNED',
          'CLOSED_BY_BENEFICIARY', 'DISMISSED'))`);
    this.addSql(`
      alter table disability_request_change
        add constraint disability_request_change_actor_role_check check (actor_role in (
          'SOCIAL_WORKER', 'INSERTION_REFERENT', 'HEALTH_NAVIGATOR'))`);
    this.addSql(`
      create table barrier (
        id uuid primary key,
        person_id uuid not null,
        organization_id uuid not null,
        social_file_id uuid not null references social_file deferrable initially deferred,
        kind text not null,
        opened_on date not null,
        lifted_on date null
      )`);
    this.addSql(`
      create unique index barrier_one_open_per_kind on barrier (social_file_id, kind) where lifted_on is null`);
    this.addSql(`
      alter table barrier
        add constraint barrier_kind_check check (kind in (
          'HOUSING', 'MOBILITY', 'CHILDCARE', 'FAMILY', 'FINANCES', 'ADMINISTRATIVE', 'LEGAL', 'DIGITAL',
          'LANGUAGE', 'LITERACY', 'TRAINING', 'JOB_SEARCH', 'CARE_ACCESS', 'ISOLATION'))`);
    this.addSql(`
      create table referent_mandate (
        id uuid primary key,
        person_id uuid not null,
        organization_id uuid not null,
        referent_id uuid null,
        started_on date not null,
        ended_on date null,
        end_reason text null,
        agreed_on date not null,
        agreement_medium text not null,
        taken_over_from_id uuid null references referent_mandate deferrable initially deferred
      )`);
    this.addSql(`
      alter table referent_mandate
        add constraint referent_mandate_taken_over_from_id_unique unique (taken_over_from_id)`);
    this.addSql(`
      create index referent_mandate_person_id_started_on_index on referent_mandate (person_id, started_on)`);
    this.addSql(`
      create unique index referent_mandate_one_active_per_person on referent_mandate (person_id) where ended_on is null`);
    this.addSql(`
      alter table referent_mandate
        add constraint referent_mandate_end_has_a_reason check ((ended_on is null) = (end_reason is null))`);
    this.addSql(`
      alter table referent_mandate
        add constraint referent_mandate_end_reason_check check (end_reason in (
          'HANDED_OVER', 'PERSON_ASKED', 'GOALS_REACHED', 'MOVED_AWAY', 'LOST_CONTACT',
          'REFERENT_UNAVAILABLE', 'DECEASED'))`);
    this.addSql(`
      alter table referent_mandate
        add constraint referent_mandate_agreement_medium_check check (agreement_medium in (
          'IN_PERSON', 'PHONE', 'WRITTEN', 'INTERPRETED'))`);
    this.addSql(`
      create table received_event (
        id uuid primary key,
        type text not null,
        received_at timestamptz not null default now()
      )`);
    this.addSql(`
      create function refuse_rewrite() returns trigger language plpgsql as $$
      begin
        raise exception 'A history is appended to, never rewritten.';
      end $$`);
    this.addSql(`
      create trigger rights_request_change_is_never_rewritten before update on rights_request_change
        for each row execute function refuse_rewrite()`);
    this.addSql(`
      create trigger disability_request_change_is_never_rewritten before update on disability_request_change
        for each row execute function refuse_rewrite()`);
  }
}
