import { Migration } from "@mikro-orm/migrations";

/** The registry's tables. Foreign keys are checked at commit, since rows of a transaction arrive in any order. */
export class Migration20261123_registry extends Migration {
  override up(): void {
    this.addSql(`create table organization (
      id uuid primary key, name text not null, kind text not null, department_code text null)`);
    this.addSql(`create table person (
      id uuid primary key, subject text null, given_name text not null, family_name text not null, birth_year int null,
      epoch int not null default 0, constraint person_subject_unique unique (subject))`);
    this.addSql(`create table professional (
      id uuid primary key, subject text not null, display_name text not null,
      constraint professional_subject_unique unique (subject))`);
    this.addSql(`create table membership (
      id uuid primary key, professional_id uuid not null references professional deferrable initially deferred, organization_id uuid not null references organization deferrable initially deferred,
      role text not null, started_at timestamptz not null default now(), ended_at timestamptz null)`);
    this.addSql("create index membership_active on membership (professional_id) where ended_at is null");
    this.addSql(`create table accompaniment (
      id uuid primary key, person_id uuid not null references person deferrable initially deferred, organization_id uuid not null references organization deferrable initially deferred,
      basis text not null, started_on date not null, ended_on date null)`);
    this.addSql(
      "create unique index accompaniment_active on accompaniment (person_id, organization_id) where ended_on is null",
    );
    this.addSql(
      "create index accompaniment_by_organization on accompaniment (organization_id, person_id) where ended_on is null",
    );
    this.addSql(`create table data_sharing_agreement (
      id uuid primary key, source_organization_id uuid not null references organization deferrable initially deferred,
      grantee_organization_id uuid not null references organization deferrable initially deferred, purposes text[] not null, categories text[] not null,
      roles text[] not null, valid_from timestamptz not null, valid_to timestamptz not null)`);
    this.addSql(
      "create index data_sharing_agreement_parties on data_sharing_agreement (source_organization_id, grantee_organization_id)",
    );
    this.addSql(`create table notice (
      id uuid primary key, version int not null, language text not null, text text not null, content_hash text not null,
      effective_from timestamptz not null default now())`);
    this.addSql("create unique index notice_version on notice (language, version)");
    this.addSql(`create table consent (
      id uuid primary key, person_id uuid not null references person deferrable initially deferred, organization_id uuid not null references organization deferrable initially deferred,
      state text not null, notice_id uuid not null references notice deferrable initially deferred, offered_at timestamptz null, given_at timestamptz null,
      ended_at timestamptz null, not_after timestamptz not null, evidence text null,
      constraint consent_given check ((state in ('ACTIVE', 'WITHDRAWN')) = (given_at is not null)))`);
    this.addSql("create index consent_by_person on consent (person_id, id)");
    this.addSql(`create table consent_grant (
      id uuid primary key, consent_id uuid not null references consent deferrable initially deferred, person_id uuid not null references person deferrable initially deferred,
      organization_id uuid not null references organization deferrable initially deferred, source_organization_id uuid not null references organization deferrable initially deferred,
      grantee_organization_id uuid not null references organization deferrable initially deferred, grantee_roles text[] not null, purpose text not null,
      category text not null, operations text[] not null, resource_id uuid null, content_hash text null,
      not_before timestamptz not null, not_after timestamptz not null, ended_at timestamptz null,
      constraint consent_grant_integrate check
        (not ('INTEGRATE' = any (operations)) or (resource_id is not null and content_hash is not null)))`);
    this.addSql(`create index consent_grant_decision
      on consent_grant (person_id, grantee_organization_id, category, purpose) where ended_at is null`);
    this.addSql("create index consent_grant_by_consent on consent_grant (consent_id)");
    this.addSql(`create table consent_event (
      id bigint generated always as identity primary key, consent_id uuid not null, person_id uuid not null, act text not null,
      from_state text null, to_state text not null, actor_subject text not null, actor_organization_id uuid null,
      shown_notice_hash text null, recorded_at timestamptz not null default now())`);
    this.addSql(`create table decision_record (
      id bigint generated always as identity primary key, request_id text not null, actor_subject text not null,
      actor_organization_id uuid null, actor_roles text[] not null, application text not null, asked_by text not null,
      person_id uuid not null, source_organization_id uuid null, receiver_organization_ids text[] not null, category text not null,
      purpose text not null, operation text not null, resource_id uuid null, coordinates text[] not null,
      is_permitted boolean not null, reason text not null, person_epoch int not null, decided_at timestamptz not null)`);
    this.addSql("create index decision_record_by_person on decision_record (person_id, id)");
    this.addSql(`create function refuse_change() returns trigger language plpgsql as
      $$ begin raise exception '% is append-only', tg_table_name; end $$`);
    for (const table of ["consent_event", "decision_record"]) {
      this.addSql(`create trigger ${table}_append_only before update or delete on ${table}
        for each row execute function refuse_change()`);
      this.addSql(`create trigger ${table}_not_emptied before truncate on ${table}
        for each statement execute function refuse_change()`);
    }
  }
}
