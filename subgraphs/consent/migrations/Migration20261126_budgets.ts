import { Migration } from "@mikro-orm/migrations";

/**
 * What applications, actors and records looked up have used of their budgets. A budget refills evenly, so one instant
 * tells all of it: when it will be full again; a row whose instant is past says nothing and may go. The table is
 * unlogged: it is written at every request and worth nothing after a crash. Keys are salted hashes, so that nobody
 * reads from it who was looked up.
 */
export class Migration20261126_budgets extends Migration {
  override up(): void {
    this.addSql(
      "create unlogged table budget (key bytea primary key, full_at timestamptz not null) with (fillfactor = 50)",
    );
    this.addSql("create table budget_salt (salt bytea not null)");
    this.addSql("insert into budget_salt select uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())");
    // All or nothing: a request one budget refuses leaves the others as they were. Rows are taken in the order of their
    // keys, so two calls never wait for each other, and what is given back was never seen by anybody.
    this.addSql(`create function spend_budgets(asked jsonb, organization text) returns jsonb language plpgsql as $$
      declare
        at timestamptz := clock_timestamp();
        states jsonb;
        keys bytea[];
        takes interval[];
        is_refused boolean;
      begin
        with line as (
          select a.place, a.name, a.capacity, a."windowMs" as lasts, a.amount * a."windowMs" / a.capacity as take,
            sha256(s.salt || convert_to(concat_ws('|', a.name, a.owner, case when a."isOfOrganization" then organization end), 'UTF8')) as key
          from rows from (jsonb_to_recordset(asked)
              as (name text, owner text, amount float8, capacity float8, "windowMs" float8, "isOfOrganization" boolean))
            with ordinality as a(name, owner, amount, capacity, "windowMs", "isOfOrganization", place),
            budget_salt s
        ), spent as (
          insert into budget as b (key, full_at)
          select line.key, at + take * interval '1 ms' from line order by line.key
          on conflict (key) do update set full_at = greatest(b.full_at, at) + (excluded.full_at - at)
          returning b.key, b.full_at
        ), state as (
          select line.*, extract(epoch from spent.full_at - at)::float8 * 1000 as full_in from line join spent using (key)
        ), judged as (
          -- An instant is kept to the microsecond: what is over by less was rounded.
          select state.*, bool_or(full_in > lasts + 0.01) over () as is_any_refused from state
        )
        select
          jsonb_agg(jsonb_build_object('name', j.name, 'capacity', j.capacity, 'windowMs', j.lasts,
            'fullInMs', full_in - case when is_any_refused then take else 0 end,
            'waitMs', case when full_in > lasts + 0.01 then full_in - lasts else 0 end) order by j.place),
          array_agg(j.key), array_agg(take * interval '1 ms'), bool_or(is_any_refused)
        into states, keys, takes, is_refused
        from judged j;
        if is_refused then
          update budget b set full_at = b.full_at - back.take
          from unnest(keys, takes) as back(key, take) where b.key = back.key;
        end if;
        return states;
      end $$`);
  }
}
