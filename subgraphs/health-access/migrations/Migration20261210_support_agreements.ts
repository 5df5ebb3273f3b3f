import { Migration } from "@mikro-orm/migrations";

/** Agreements of six months, and the disciplines that concluded together before one is signed. */
export class Migration20261210_support_agreements extends Migration {
  override up(): void {
    this.addSql(`alter table diagnosis add disciplines text[] not null default '{}'
      constraint diagnosis_disciplines_check check (disciplines <@ array['NURSING'::text, 'PSYCHOLOGY'::text,
        'SPECIAL_EDUCATION'::text, 'SOCIAL_WORK'::text, 'MEDICINE'::text, 'OCCUPATIONAL_THERAPY'::text])`);
    this.addSql(`create table support_agreement (
      id uuid primary key, support_id uuid not null constraint support_agreement_support_id_foreign references health_support,
      person_id uuid not null, organization_id uuid not null, signed_on date not null, starts_on date not null, ends_on date not null,
      renews_id uuid null constraint support_agreement_renews_id_unique unique,
      constraint support_agreement_support_id_starts_on_unique unique (support_id, starts_on),
      constraint support_agreement_period check (signed_on <= starts_on and starts_on < ends_on))`);
    this.addSql(`create function support_agreement_is_never_rewritten_fn() returns trigger as $$
      begin raise exception 'This row is never rewritten: add another one.'; return null; end; $$ language plpgsql`);
    this.addSql(`create trigger is_never_rewritten before update on support_agreement
      for each row execute function support_agreement_is_never_rewritten_fn()`);
  }
}
