import { Migration } from "@mikro-orm/migrations";

/** Whether a version of the notice changes what people agreed to, so that they must be asked anew. */
export class Migration20261129_material_notices extends Migration {
  override up(): void {
    this.addSql("alter table notice add column is_material boolean not null default false");
  }
}
