import type { EntityManager } from "@mikro-orm/postgresql";
import type { Ground } from "../../../kit/decision.ts";
import { executePrepared } from "../../../kit/prepared-statement.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { FENCE_HOLDS_MS } from "../policies/fences.ts";
import { DATABASE_IN_USE } from "./database-in-use.ts";
import { named } from "./decisions.ts";

export interface Fenced {
  readonly isCurrent: boolean;
  /** For how long, from when it was asked, an answer may be written on the strength of this one. */
  readonly holdsMs: number;
  /** The database that says so. */
  readonly database: string;
}

/**
 * Nothing has been taken back since: no epoch has moved, nothing that a permit needs has ended by the clock and no restriction
 * has begun by it, and the viewer holds the roles she asked in. What it cannot find is not current.
 */
const FENCE = `
  with ground as materialized (
    select subject, epoch, to_timestamp("decidedAt" / 1000) as decided_at
    from jsonb_to_recordset(:grounds::jsonb) as g(subject uuid, epoch int, "decidedAt" float8)
  ), ended_agreement as materialized (
    select * from data_sharing_agreement
    where valid_to >= (select min(decided_at) from ground) and valid_to <= clock_timestamp()
  )
  select not exists (
    select from ground left join person on person.id = ground.subject
    where person.epoch is distinct from ground.epoch or exists (
      select from consent_grant g join consent c on c.id = g.consent_id and c.state = 'ACTIVE'
      where g.person_id = ground.subject and g.ended_at is null and (
        g.not_after >= decided_at and g.not_after <= clock_timestamp()
        or c.not_after >= decided_at and c.not_after <= clock_timestamp()
        or exists (
          select from ended_agreement a where a.valid_to >= decided_at
            and a.source_organization_id = g.source_organization_id and a.grantee_organization_id = g.grantee_organization_id)))
      or exists (select from proxy_authority p where p.person_id = ground.subject
        and p.valid_to >= decided_at and p.valid_to <= clock_timestamp())
      or exists (select from restriction r where r.person_id = ground.subject
        and r.starts_at >= decided_at and r.starts_at <= clock_timestamp())
  ) and not exists (
    select from unnest(string_to_array(nullif(:roles, ''), ' ')) as asked(role) where not exists (
      select from professional p join membership m on m.professional_id = p.id
      where p.subject = :subject and m.organization_id = :organization::uuid and m.ended_at is null and m.role = asked.role)
  ) as "isCurrent", ${DATABASE_IN_USE} as database`;

/** One statement, on the database that decides: a copy that lags would let through what has ended. */
export async function fence(em: EntityManager, viewer: Viewer | null, grounds: readonly Ground[]): Promise<Fenced> {
  const [row] = await executePrepared<{ isCurrent: boolean; database: string }>(
    em,
    ...named(FENCE, {
      grounds: JSON.stringify(grounds),
      roles: (viewer?.roles ?? []).join(" "),
      subject: viewer?.subject ?? null,
      organization: viewer?.organization ?? null,
    }),
  );
  return { isCurrent: row!.isCurrent, holdsMs: FENCE_HOLDS_MS, database: row!.database };
}
