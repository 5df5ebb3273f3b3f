import { Migration } from "@mikro-orm/migrations";
import { rectificationTable } from "../../../kit/rectification/rectification-table.ts";

/** People's requests that records about them be corrected. */
export class Migration20261202_rectification extends Migration {
  override up(): void {
    for (const statement of rectificationTable("person_id")) this.addSql(statement);
  }
}
