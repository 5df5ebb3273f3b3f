import { Migration } from "@mikro-orm/migrations";
import { retentionTables } from "../../../kit/retention/retention-tables.ts";

/** For how long each organisation keeps its records, and what was erased when that was over. */
export class Migration20261202_retention extends Migration {
  override up(): void {
    for (const statement of retentionTables({ HEALTH_RECORD: [0, 730], HEALTH_SUPPORT: [548, 730] }))
      this.addSql(statement);
  }
}
