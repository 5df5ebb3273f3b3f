import { Migration } from "@mikro-orm/migrations";

/** What kinds of work a member of a health centre does there. */
export class Migration20261212_membership_volets extends Migration {
  override up(): void {
    this.addSql(`alter table membership add volets text[] not null default '{}'
      constraint membership_volets_check check (volets <@ array['ACCUEIL'::text, 'SANITAIRE'::text, 'SOCIAL'::text,
        'EDUCATION_POPULAIRE'::text, 'FORMATION'::text])`);
  }
}
