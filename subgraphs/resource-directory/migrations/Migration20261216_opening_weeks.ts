import { Migration } from "@mikro-orm/migrations";
import { readOpeningHours, toMultirange } from "../policies/opening-week.ts";

/** Opening hours read once for every search; those that are there already are read here. */
export class Migration20261216_opening_weeks extends Migration {
  override async up(): Promise<void> {
    await this.execute(`create table opening_week (
      notation text primary key, open_minutes int4multirange null, is_closed_on_holidays boolean not null)`);
    const known = await this.execute(`
      select opening_hours as notation from structure where length(opening_hours) <= 500
      union select opening_hours from care_offer where length(opening_hours) <= 500`);
    for (const { notation } of known as { notation: string }[]) {
      const week = readOpeningHours(notation);
      await this.execute("insert into opening_week values (?, ?, ?)", [
        notation,
        week && toMultirange(week),
        week?.isClosedOnHolidays ?? false,
      ] as never);
    }
  }
}
