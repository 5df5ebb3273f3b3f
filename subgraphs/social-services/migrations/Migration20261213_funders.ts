import { Migration } from "@mikro-orm/migrations";

/** Which organisation of the hub gives a funding, where it is one. */
export class Migration20261213_funders extends Migration {
  override up(): void {
    this.addSql(`alter table "convention_funding" add column "funder_organization_id" uuid null`);
    this.addSql(
      `create index "convention_funding_funder_organization_id_index" on "convention_funding" ("funder_organization_id")`,
    );
  }
}
