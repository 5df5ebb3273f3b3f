import { Migration } from "@mikro-orm/migrations";

/** Sessions of workshops, which are published, and who is registered for them. */
export class Migration20261206_workshops extends Migration {
  override up(): void {
    this.addSql(`
      create table workshop_session (
        id uuid primary key,
        organization_id uuid not null,
        theme text not null
          constraint workshop_session_theme_check
          check (theme in ('CARERS_BURDEN', 'CHRONIC_PAIN', 'PARENTING', 'RELAXATION', 'TIME_FOR_ONESELF')),
        place_name text not null,
        address text null,
        commune_code text not null,
        starts_at timestamptz not null,
        ends_at timestamptz not null,
        capacity int not null,
        anonymous_places int not null default 0,
        is_cancelled boolean not null default false,
        version int not null default 1,
        constraint workshop_session_once unique (organization_id, theme, starts_at, place_name),
        constraint workshop_session_places check (anonymous_places between 0 and capacity)
      )`);
    this.addSql(`
      create index workshop_session_organization_id_starts_at_id_index
        on workshop_session (organization_id, starts_at, id)`);
    this.addSql(`
      create table workshop_registration (
        id uuid primary key,
        session_id uuid not null constraint workshop_registration_session_id_foreign references workshop_session,
        person_id uuid not null,
        organization_id uuid not null,
        number int not null,
        status text not null
          constraint workshop_registration_status_check check (status in ('REGISTERED', 'WAITING', 'CANCELLED')),
        attendance text null
          constraint workshop_registration_attendance_check check (attendance in ('KEPT', 'ABSENT')),
        constraint workshop_registration_number unique (session_id, number)
      )`);
    this.addSql("create index workshop_registration_person_id_index on workshop_registration (person_id)");
    this.addSql(`
      create unique index workshop_registration_standing on workshop_registration (session_id, person_id)
        where status <> 'CANCELLED'`);
  }
}
