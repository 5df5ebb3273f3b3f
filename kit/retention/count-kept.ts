import type { EntityManager } from "@mikro-orm/postgresql";
import type { RetainedRule } from "../erasure.ts";
import { LONG_STATEMENT } from "./long-statement.ts";

/** Rows of one kind of one organisation, by what becomes of them. */
export interface Standing {
  readonly organization: string;
  readonly kind: string;
  /** Past their time. */
  readonly past: number;
  readonly underWay: number;
  readonly inTime: number;
}

/** How every row stands now, in counts alone; run it in a transaction. */
export async function countStanding(em: EntityManager, rules: readonly RetainedRule[]): Promise<Standing[]> {
  const arms = rules
    .filter(({ empties }) => !empties)
    .map(
      ({ table, period, isPast, ground, organization = "r.organization_id" }) =>
        `select ${organization} as organization, '${period}' as kind, ${ground} as ground, coalesce(${isPast}, false) as is_past
         from ${table} r`,
    );
  await em.execute(LONG_STATEMENT);
  return em.execute<Standing[]>(
    `select organization, kind, count(*) filter (where is_past)::int as past,
       count(*) filter (where not is_past and ground = 'UNDER_WAY')::int as "underWay",
       count(*) filter (where not is_past and ground is distinct from 'UNDER_WAY')::int as "inTime"
     from (${arms.join(" union all ")}) standing group by 1, 2 order by 1, 2`,
  );
}

/** Writes down, for the present day, what stays and why; run it in a transaction. */
export async function countKept(em: EntityManager, rules: readonly RetainedRule[]): Promise<void> {
  const standing = await countStanding(em, rules);
  // Of whom nothing is left nothing is counted below.
  await em.execute(
    "update retention_run set kept_under_way = 0, kept_in_time = 0, finished_at = now() where ran_on = current_date",
  );
  for (const { organization, kind, past, underWay, inTime } of standing)
    await em.execute(
      `insert into retention_run (id, organization_id, kind, ran_on, erased, kept_under_way, kept_in_time, finished_at)
       values (gen_random_uuid(), ?, ?, current_date, 0, ?, ?, case when ? then now() end)
       on conflict (organization_id, ran_on, kind) do update set kept_under_way = excluded.kept_under_way,
         kept_in_time = excluded.kept_in_time, finished_at = excluded.finished_at`,
      [organization, kind, underWay, inTime, past === 0],
    );
}
