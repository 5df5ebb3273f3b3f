import { Migration } from "@mikro-orm/migrations";

/** What is done about a barrier, and how far a threat to a home has come. Foreign keys are checked at commit, as the others are. */
export class Migration20261213_barrier_actions extends Migration {
  override up(): void {
    this.addSql(`create table "barrier_action" (
      "id" uuid not null primary key, "person_id" uuid not null, "organization_id" uuid not null,
      "barrier_id" uuid not null references "barrier" ("id") deferrable initially deferred, "assignee_id" uuid not null,
      "kind" text not null, "label" text null, "status" text not null, "planned_on" date not null, "due_on" date not null,
      "ended_on" date null, "version" int not null,
      constraint "barrier_action_kind_check" check ("kind" in ('LANDLORD_MEDIATION', 'ARREARS_PLAN', 'FSL_APPLICATION',
        'CCAPEX_REFERRAL', 'HOME_WORKS', 'HOME_CLEARING', 'UNFIT_HOME_REPORT', 'REHOUSING_REQUEST', 'DALO_APPEAL', 'REFERRAL',
        'PAPERWORK', 'FINANCIAL_AID', 'GOING_ALONG', 'OTHER')),
      constraint "barrier_action_status_check" check ("status" in ('PLANNED', 'IN_PROGRESS', 'DONE', 'ABANDONED')))`);
    this.addSql(`create index "barrier_action_by_barrier" on "barrier_action" ("barrier_id")`);
    for (const [name, column] of [
      ["assignee", "assignee_id"],
      ["holder", "organization_id"],
    ])
      this.addSql(
        `create index "barrier_action_open_by_${name}" on "barrier_action" ("${column}", "due_on") where ended_on is null`,
      );
    this.addSql(`create table "barrier_action_change" (
      "id" uuid not null primary key, "person_id" uuid not null, "organization_id" uuid not null,
      "action_id" uuid not null references "barrier_action" ("id") deferrable initially deferred, "version" int not null,
      "status" text not null, "reason" text null, "happened_on" date not null, "recorded_at" timestamptz(3) not null,
      "actor_role" text not null, "actor_organization_id" uuid not null,
      constraint "barrier_action_change_action_id_version_unique" unique ("action_id", "version"),
      constraint "barrier_action_change_status_check" check ("status" in ('PLANNED', 'IN_PROGRESS', 'DONE', 'ABANDONED')),
      constraint "barrier_action_change_actor_role_check" check ("actor_role" in (
        'SOCIAL_WORKER', 'INSERTION_REFERENT', 'HEALTH_NAVIGATOR')))`);
    this.addSql(`create table "housing_stage_reached" (
      "id" uuid not null primary key, "person_id" uuid not null, "organization_id" uuid not null,
      "barrier_id" uuid not null references "barrier" ("id") deferrable initially deferred, "stage" text not null,
      "reached_on" date not null, "recorded_at" timestamptz(3) not null,
      constraint "housing_stage_reached_barrier_id_stage_reached_on_unique" unique ("barrier_id", "stage", "reached_on"),
      constraint "housing_stage_reached_stage_check" check ("stage" in ('UNPAID_RENT', 'NOTICE_FROM_LANDLORD',
        'COMMANDEMENT_DE_PAYER', 'ASSIGNATION', 'JUGEMENT_SUSPENDED', 'JUGEMENT_EXPULSION', 'COMMANDEMENT_DE_QUITTER',
        'CONCOURS_FORCE_PUBLIQUE', 'EVICTED', 'INDECENT', 'INSALUBRE', 'OVERCROWDED', 'HOSTED', 'ROOFLESS', 'SECURED')))`);
    for (const table of ["barrier_action_change", "housing_stage_reached"])
      this.addSql(`create trigger ${table}_is_never_rewritten before update on ${table}
        for each row execute function refuse_rewrite()`);
  }
}
