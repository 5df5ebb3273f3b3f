import { Migration } from "@mikro-orm/migrations";

const REASONS = `'NO_CAPACITY', 'OUTSIDE_TERRITORY', 'OUTSIDE_MISSION', 'ALREADY_ACCOMPANIED', 'PERSON_DECLINED',
  'PERSON_UNREACHABLE', 'PERSON_UNAVAILABLE', 'WAITING_FOR_RIGHTS', 'AT_HER_REQUEST',
  'MOVED_AWAY', 'NO_LONGER_NEEDED', 'ENTERED_IN_ERROR', 'HANDED_OVER'`;

/** What organisations say of their places, and prescriptions that one association hands over to another. */
export class Migration20261204_capacity_and_hand_over extends Migration {
  override up(): void {
    this.addSql(`
      create table receiving_capacity (
        organization_id uuid primary key,
        places int not null,
        taken int not null,
        open_until date null,
        stated_at timestamptz(3) not null,
        constraint receiving_capacity_figures check (places >= 0 and taken >= 0)
      )`);
    this.addSql("alter table prescription add part_of_id uuid null");
    this.addSql("alter table prescription add constraint prescription_part_of_id_unique unique (part_of_id)");
    for (const [table, column] of [
      ["prescription", "status_reason"],
      ["prescription_transition", "reason"],
    ])
      this.addSql(`
        alter table ${table} drop constraint ${table}_${column}_check,
          add constraint ${table}_${column}_check check (${column} in (${REASONS}))`);
  }
}
