import { Migration } from "@mikro-orm/migrations";

/** What a consent may come to is what its person said, and never more than that, by whichever hand it is changed. */
export class Migration20261128_consent_states extends Migration {
  override up(): void {
    this.addSql(`alter table consent add column version int not null default 1, add column suspension_cause text null,
      add column replaces_id uuid null references consent deferrable initially deferred`);
    this.addSql(`alter table consent drop constraint consent_given, add constraint consent_given check (
      (state in ('ACTIVE', 'SUSPENDED', 'SUPERSEDED', 'WITHDRAWN', 'INVALIDATED')) = (given_at is not null))`);
    // Lapsed and expired are never stored: the clock says so, at each reading.
    this.addSql(`alter table consent add constraint consent_state check (state in
      ('DRAFT', 'OFFERED', 'ACTIVE', 'SUSPENDED', 'REFUSED', 'SUPERSEDED', 'WITHDRAWN', 'INVALIDATED', 'ENTERED_IN_ERROR'))`);
    this.addSql(`alter table consent add constraint consent_suspended check
      ((state = 'SUSPENDED') = (suspension_cause is not null))`);

    // A consent goes forward only: prepared, offered, given, over. What was shown to her is never made to last longer.
    this.addSql(`create function consent_stage(state text) returns int immutable language sql as $$
      select case state when 'DRAFT' then 0 when 'OFFERED' then 1 when 'ACTIVE' then 2 when 'SUSPENDED' then 2 else 3 end $$`);
    this.addSql(`create function refuse_revival() returns trigger language plpgsql as $$ begin
      if consent_stage(new.state) < consent_stage(old.state)
        or (consent_stage(old.state) = 3 and new.state <> old.state)
        or (consent_stage(old.state) > 0 and new.not_after > old.not_after)
        or (old.id, old.person_id, old.organization_id) is distinct from (new.id, new.person_id, new.organization_id)
      then raise exception 'consent: what is over stays over, and nothing is made to last longer'; end if;
      return new; end $$`);
    this.addSql(`create trigger consent_never_revives before update on consent
      for each row execute function refuse_revival()`);

    this.addSql(`create function refuse_widening() returns trigger language plpgsql as $$ begin
      if tg_op = 'INSERT' then
        perform from consent where id = new.consent_id and state = 'DRAFT' for share;
        if found then return new; end if;
      elsif to_jsonb(new) - '{ended_at,not_before,not_after}'::text[] = to_jsonb(old) - '{ended_at,not_before,not_after}'::text[]
        and new.not_before >= old.not_before and new.not_after <= old.not_after
        and (old.ended_at is null or new.ended_at is not distinct from old.ended_at) then return new;
      end if;
      raise exception 'consent_grant: what a person agreed to is never widened'; end $$`);
    this.addSql(`create trigger consent_grant_never_widens before insert or update on consent_grant
      for each row execute function refuse_widening()`);

    // An act says more than its states: why, and what exactly it changed.
    this.addSql("alter table consent_event add column details jsonb null, alter column consent_id drop not null");
  }
}
