import { Migration } from "@mikro-orm/migrations";

/** Who may decide with or for a person, how far and how long. A consent given under an authority names it, and ends with it. */
export class Migration20261129_proxy_authorities extends Migration {
  override up(): void {
    this.addSql(`create table proxy_authority (
      id uuid primary key, person_id uuid not null references person deferrable initially deferred,
      organization_id uuid not null references organization deferrable initially deferred,
      holder_subject text not null, holder_name text not null, kind text not null, scope text[] not null,
      valid_from timestamptz not null, valid_to timestamptz not null, evidence_hash text not null,
      verified_by text not null, verified_at timestamptz not null, ended_at timestamptz null, ended_by text null,
      constraint proxy_authority_bounds check (valid_from < valid_to and cardinality(scope) > 0))`);
    this.addSql("create index proxy_authority_by_holder on proxy_authority (holder_subject, person_id)");
    this.addSql("create index proxy_authority_by_person on proxy_authority (person_id)");
    this.addSql(`create trigger proxy_authority_raises_epoch after update or delete on proxy_authority
      for each row execute function raise_person_epoch()`);
    this.addSql(`alter table consent add column authority_id uuid null
      references proxy_authority deferrable initially deferred`);
  }
}
