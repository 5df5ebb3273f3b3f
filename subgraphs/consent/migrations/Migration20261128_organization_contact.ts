import { Migration } from "@mikro-orm/migrations";

/** How an organisation is reached about the data it answers for: a receipt of consent names it, and so does the graph. */
export class Migration20261128_organization_contact extends Migration {
  override up(): void {
    for (const column of ["postal_address", "email", "phone"])
      this.addSql(`alter table organization add column ${column} text null`);
  }
}
