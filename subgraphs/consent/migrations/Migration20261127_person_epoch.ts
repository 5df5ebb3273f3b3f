import { Migration } from "@mikro-orm/migrations";

/**
 * A person's epoch is raised by the database itself, in the transaction of whatever may end a permit about her, by whichever
 * hand: no service can forget it. What begins a permit needs no such care, for nobody has seen anything on its strength.
 */
export class Migration20261127_person_epoch extends Migration {
  override up(): void {
    this.addSql(`create function raise_person_epoch() returns trigger language plpgsql as $$
      begin
        update person set epoch = epoch + 1 where id = old.person_id;
        return null;
      end $$`);
    for (const table of ["consent", "consent_grant", "accompaniment"])
      this.addSql(`create trigger ${table}_raises_epoch after update or delete on ${table}
        for each row execute function raise_person_epoch()`);
    // An agreement is between organisations: everybody who consented under it is concerned, always in the same order.
    this.addSql(`create function raise_epochs_under_agreement() returns trigger language plpgsql as $$
      begin
        perform from person where id in (
          select person_id from consent_grant
          where source_organization_id = old.source_organization_id and grantee_organization_id = old.grantee_organization_id
        ) order by id for update;
        update person set epoch = epoch + 1 where id in (
          select person_id from consent_grant
          where source_organization_id = old.source_organization_id and grantee_organization_id = old.grantee_organization_id);
        return null;
      end $$`);
    this.addSql(`create trigger data_sharing_agreement_raises_epochs after update or delete on data_sharing_agreement
      for each row execute function raise_epochs_under_agreement()`);
  }
}
