import { Migration } from "@mikro-orm/migrations";

/** Training sessions for professionals, and which of them come. */
export class Migration20261212_training extends Migration {
  override up(): void {
    this.addSql(`create table training_session (
      id uuid primary key, organization_id uuid not null, theme text not null, place_name text not null,
      starts_at timestamptz not null, ends_at timestamptz not null, capacity int not null, open_to uuid[] not null,
      is_cancelled boolean not null default false,
      constraint training_session_once unique (organization_id, theme, starts_at))`);
    this.addSql(`create index training_session_organization_id_starts_at_id_index
      on training_session (organization_id, starts_at, id)`);
    this.addSql(`create table training_registration (
      id uuid primary key,
      session_id uuid not null constraint training_registration_session_id_foreign references training_session,
      account text not null, organization_id uuid not null, comes_for uuid not null, number int not null,
      status text not null
        constraint training_registration_status_check check (status in ('REGISTERED', 'WAITING', 'CANCELLED')),
      attendance text null constraint training_registration_attendance_check check (attendance in ('KEPT', 'ABSENT')),
      constraint training_registration_number unique (session_id, number),
      constraint training_registration_once unique (session_id, account))`);
    this.addSql("create index training_registration_account_index on training_registration (account)");
  }
}
