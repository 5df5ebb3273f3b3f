import { Migration } from "@mikro-orm/migrations";

/** Meetings of those who accompany a person, and who does what by when. */
export class Migration20261208_coordination extends Migration {
  override up(): void {
    this.addSql(`create table "coordination_meeting" (
      "id" uuid not null primary key, "person_id" uuid not null, "organization_id" uuid not null,
      "mandate_id" uuid not null references "referent_mandate" ("id"), "held_on" date not null, "agreed_on" date not null,
      "agreement_medium" text not null, "participant_ids" text[] not null, "decisions" text[] not null,
      constraint "coordination_meeting_agreement_medium_check" check ("agreement_medium" in ('IN_PERSON', 'PHONE', 'WRITTEN', 'INTERPRETED')))`);
    this.addSql(
      `create index "coordination_meeting_person_id_held_on_index" on "coordination_meeting" ("person_id", "held_on")`,
    );
    this.addSql(`create table "coordination_task" (
      "id" uuid not null primary key, "person_id" uuid not null, "organization_id" uuid not null,
      "meeting_id" uuid not null references "coordination_meeting" ("id"), "assignee_id" uuid not null, "label" text not null,
      "due_on" date not null, "done_on" date null)`);
    this.addSql(`create index "coordination_task_by_meeting" on "coordination_task" ("meeting_id")`);
    for (const [name, column] of [
      ["assignee", "assignee_id"],
      ["holder", "organization_id"],
    ])
      this.addSql(
        `create index "coordination_task_open_by_${name}" on "coordination_task" ("${column}", "due_on") where done_on is null`,
      );
  }
}
