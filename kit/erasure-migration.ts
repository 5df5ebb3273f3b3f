import { Migration } from "@mikro-orm/migrations";

/** What became of records whose subject asked for their erasure: in every database that holds any. */
export class Migration20261128_erasure_outcome extends Migration {
  override up(): void {
    this.addSql(`create table erasure_outcome (
      id uuid primary key, subject_id uuid not null, request_id uuid not null, kind text not null, erased int not null,
      kept int not null, ground text null, kept_until date null, decided_at timestamptz not null)`);
    this.addSql("create index erasure_outcome_subject_id_index on erasure_outcome (subject_id)");
  }
}
