import { Migration } from "@mikro-orm/migrations";

/** What evaluates a support: rights opened, assessments by the person; and the alert that an agreement ends. */
export class Migration20261211_missions extends Migration {
  override up(): void {
    this.addSql(`alter table support_act add opened_right text null
      constraint support_act_opened_right_check check (opened_right in ('RSA', 'CSS', 'PUMA', 'AME', 'ASS', 'ARE',
        'PRIME_ACTIVITE', 'APL', 'ALS', 'FSL', 'DALO', 'SOCIAL_HOUSING', 'ASPA', 'RESIDENCE_PERMIT', 'SURENDETTEMENT',
        'FOOD_AID', 'OTHER'))`);
    this.addSql(`alter table support_act add constraint support_act_opens_a_right
      check (opened_right is null or kind = 'RIGHTS_OPENING')`);

    this.addSql(`create table support_assessment (
      id uuid primary key, support_id uuid not null constraint support_assessment_support_id_foreign references health_support,
      person_id uuid not null, organization_id uuid not null, author_subject text not null, request_key uuid not null,
      moment text not null constraint support_assessment_moment_check check (moment in ('ENTRY', 'INTERMEDIATE', 'EXIT')),
      assessed_on date not null, scores jsonb not null, recorded_at timestamptz(3) not null,
      corrects_id uuid null constraint support_assessment_corrects_id_unique unique,
      constraint support_assessment_organization_id_request_key_unique unique (organization_id, request_key),
      constraint support_assessment_scores check (scores <> '{}'::jsonb and scores - array['CARE_CONFIDENCE',
        'RIGHTS_KNOWLEDGE', 'WELL_BEING', 'MOBILITY', 'EMPLOYMENT_READINESS'] = '{}'::jsonb),
      constraint support_assessment_from_0_to_10 check (not jsonb_path_exists(scores,
        '$.* ? (@.type() != "number" || @ < 0 || @ > 10 || @ % 1 != 0)')))`);
    this.addSql(
      `create index support_assessment_support_id_assessed_on_index on support_assessment (support_id, assessed_on)`,
    );
    this.addSql(`create function support_assessment_is_never_rewritten_fn() returns trigger as $$
      begin raise exception 'This row is never rewritten: add another one.'; return null; end; $$ language plpgsql`);
    this.addSql(`create trigger is_never_rewritten before update on support_assessment
      for each row execute function support_assessment_is_never_rewritten_fn()`);

    this.addSql(`alter table rupture_thresholds add days_before_agreement_ends smallint not null default 30
      constraint rupture_thresholds_before_agreement_ends check (days_before_agreement_ends >= 1 and days_before_agreement_ends <= 30)`);
    this.addSql("alter table rupture_acknowledgement drop constraint rupture_acknowledgement_kind_check");
    this.addSql(`alter table rupture_acknowledgement add constraint rupture_acknowledgement_kind_check
      check (kind in ('NO_CONTACT', 'MISSED_APPOINTMENTS', 'PLAN_STEP_OVERDUE', 'AGREEMENT_ENDING'))`);
  }
}
