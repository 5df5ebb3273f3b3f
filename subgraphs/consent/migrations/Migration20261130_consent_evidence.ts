import { Migration } from "@mikro-orm/migrations";

/**
 * How each decision was received, one row a signature: append-only, in the ledger, and gone only with an erasure. The one
 * word a consent had until now becomes its first row.
 */
export class Migration20261130_consent_evidence extends Migration {
  override up(): void {
    this.addSql(`create table consent_evidence (
      id bigint generated always as identity primary key,
      consent_id uuid not null references consent deferrable initially deferred,
      person_id uuid not null references person deferrable initially deferred,
      organization_id uuid not null references organization deferrable initially deferred,
      authority_id uuid null references proxy_authority deferrable initially deferred,
      kind text not null, captured_by text null, captured_at timestamptz not null, assurance text null,
      artefact_hash text null, custodian_organization_id uuid null references organization deferrable initially deferred,
      is_assisted boolean not null default false, is_interpreted boolean not null default false,
      shown_notice_hash text not null, salt bytea not null default uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()),
      constraint consent_evidence_artefact check (kind not in ('PAPER_SIGNED', 'E_SIGNATURE') or artefact_hash is not null))`);
    this.addSql("create index consent_evidence_by_consent on consent_evidence (consent_id)");
    this.addSql(`create trigger consent_evidence_append_only before update or delete on consent_evidence
      for each row execute function refuse_change_but_erasure('evidence')`);
    this.addSql(`create trigger consent_evidence_not_emptied before truncate on consent_evidence
      for each statement execute function refuse_change()`);
    this.addSql(`create trigger consent_evidence_enters_ledger after insert on consent_evidence
      referencing new table as added for each statement execute function enter_ledger('evidence')`);
    this.addSql(`do $$ begin execute format('revoke truncate on consent_evidence from %I', current_user); end $$`);
    // Who received a consent that was there before any event was kept is not known: the column says so.
    const fromWord = (
      consents: string,
    ) => `insert into consent_evidence (consent_id, person_id, organization_id, kind, captured_by,
        captured_at, custodian_organization_id, shown_notice_hash)
      select c.id, c.person_id, c.organization_id, c.evidence,
        (select e.actor_subject from consent_event e where e.consent_id = c.id and e.act = 'give' order by e.id desc limit 1),
        coalesce(c.given_at, c.offered_at, now()),
        case when c.evidence = 'ORAL_ATTESTED' then c.organization_id end, n.content_hash
      from ${consents} c join notice n on n.id = c.notice_id where c.evidence is not null`;
    this.addSql(fromWord("consent"));
    // The column stays for copies of the version before, which run on for a while: what they write becomes a row, too.
    this.addSql(`create function keep_evidence() returns trigger language plpgsql as $$ begin
      ${fromWord("(select new.*)")} and old.evidence is distinct from new.evidence;
      return null; end $$`);
    this.addSql(`create trigger consent_keeps_evidence after update on consent
      for each row execute function keep_evidence()`);
  }
}
