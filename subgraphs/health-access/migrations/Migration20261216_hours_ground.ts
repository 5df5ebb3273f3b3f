import { Migration } from "@mikro-orm/migrations";

/** Why weekly hours are limited, beside the constraint of a plan that says so. */
export class Migration20261216_hours_ground extends Migration {
  override up(): void {
    this.addSql(`alter table plan_constraint add hours_ground text null
      constraint plan_constraint_hours_ground_check check (hours_ground is null or (code = 'LIMITED_WEEKLY_HOURS'
        and hours_ground in ('HEALTH', 'DISABILITY', 'INVALIDITY', 'LONE_PARENT_WITHOUT_CHILD_CARE')))`);
  }
}
