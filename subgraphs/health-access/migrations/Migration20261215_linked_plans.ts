import { Migration } from "@mikro-orm/migrations";

/** Which contracts name which extracts, as those who hold contracts told. */
export class Migration20261215_linked_plans extends Migration {
  override up(): void {
    this.addSql(`create table linked_plan (
      id uuid primary key, contract_id uuid not null,
      extract_id uuid not null constraint linked_plan_extract_id_foreign references plan_extract,
      person_id uuid not null, organization_id uuid not null, recipient_organization_id uuid not null, ended_at timestamptz null)`);
    this.addSql("create index linked_plan_extract_id_index on linked_plan (extract_id)");
    this.addSql("create index linked_plan_person_id_index on linked_plan (person_id)");
  }
}
