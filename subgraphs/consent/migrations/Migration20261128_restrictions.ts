import { Migration } from "@mikro-orm/migrations";

/** What a person opposes, whatever she consented to. A column that is null stands for everyone, or everything. */
export class Migration20261128_restrictions extends Migration {
  override up(): void {
    this.addSql(`create table restriction (
      id uuid primary key, person_id uuid not null references person deferrable initially deferred,
      grantee_organization_id uuid null references organization deferrable initially deferred, grantee_role text null,
      grantee_professional_id uuid null references professional deferrable initially deferred,
      category text null, purpose text null, starts_at timestamptz not null, ends_at timestamptz null)`);
    this.addSql("create index restriction_by_person on restriction (person_id)");
    // To begin is to end a permit here: unlike a consent, a restriction that is inserted raises the epoch too.
    this.addSql(`create function raise_epoch_of_restricted() returns trigger language plpgsql as $$ begin
      update person set epoch = epoch + 1 where id in (old.person_id, new.person_id);
      return null; end $$`);
    this.addSql(`create trigger restriction_raises_epoch after insert or update or delete on restriction
      for each row execute function raise_epoch_of_restricted()`);
  }
}
