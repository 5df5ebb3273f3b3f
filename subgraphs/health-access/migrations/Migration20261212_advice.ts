import { Migration } from "@mikro-orm/migrations";

/** What is asked of volunteer medical staff about a person who is not named, and their answers, which are never rewritten. */
export class Migration20261212_advice extends Migration {
  override up(): void {
    this.addSql(`create table advice_request (
      id uuid primary key, support_id uuid not null constraint advice_request_support_id_foreign references health_support,
      person_id uuid not null, organization_id uuid not null, author_subject text not null, request_key uuid not null,
      theme text not null constraint advice_request_theme_check check (theme in ('PSYCHOLOGY', 'ADDICTION', 'GENERAL_MEDICINE',
        'SPECIALIST_MEDICINE', 'MDPH_FILE', 'HEALTH_CHECK_UP', 'OTHER')),
      question text not null,
      status text not null constraint advice_request_status_check check (status in ('ASKED', 'ANSWERED', 'WITHDRAWN')),
      asked_at timestamptz(3) not null,
      constraint advice_request_organization_id_request_key_unique unique (organization_id, request_key))`);
    this.addSql(`create index advice_request_organization_id_asked_at_id_index
      on advice_request (organization_id, asked_at, id)`);
    this.addSql("create index advice_request_support_id_index on advice_request (support_id)");
    this.addSql(`create table advice_answer (
      id uuid primary key, request_id uuid not null constraint advice_answer_request_id_foreign references advice_request,
      person_id uuid not null, organization_id uuid not null, author_subject text not null, text text not null,
      answered_at timestamptz(3) not null,
      constraint advice_answer_request_id_author_subject_unique unique (request_id, author_subject))`);
    this.addSql(`create function advice_answer_is_never_rewritten_fn() returns trigger as $$
      begin raise exception 'This row is never rewritten: add another one.'; return null; end; $$ language plpgsql`);
    this.addSql(`create trigger is_never_rewritten before update on advice_answer
      for each row execute function advice_answer_is_never_rewritten_fn()`);
  }
}
