import type { EntityManager } from "@mikro-orm/postgresql";
import type { Ground } from "../../../kit/decision.ts";
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
  select not exists (
    select from jsonb_to_recordset(:grounds::jsonb) as g(subject uuid, epoch int, "decidedAt" float8)
    left join person on person.id = g.subject
    where person.epoch is distinct from g.epoch or exists (
      select from consent_grant
        join consent c on c.id = consent_grant.consent_id and c.state = 'ACTIVE'
        left join data_sharing_agreement a on a.source_organization_id = consent_grant.source_organization_id
          and a.grantee_organization_id = consent_grant.grantee_organization_id
      where consent_grant.person_id = g.subject and consent_grant.ended_at is null and exists (
        select from (values (consent_grant.not_after), (c.not_after), (a.valid_to)) as ending(at)
        where ending.at >= to_timestamp(g."decidedAt" / 1000) and ending.at <= clock_timestamp()))
      or exists (select from proxy_authority p where p.person_id = g.subject
        and p.valid_to >= to_timestamp(g."decidedAt" / 1000) and p.valid_to <= clock_timestamp())
      or exists (
        select from restriction r where r.person_id = g.subject
          and r.starts_at >= to_timestamp(g."decidedAt" / 1000) and r.starts_at <= clock_timestamp())
  ) and not exists (
    select from unnest(string_to_array(nullif(:roles, ''), ' ')) as asked(role) where not exists (
      select from professional p join membership m on m.professional_id = p.id
      where p.subject = :subject and m.organization_id = :organization::uuid and m.ended_at is null and m.role = asked.role)
  ) as "isCurrent", ${DATABASE_IN_USE} as database`;

/** One statement, on the database that decides: a copy that lags would let through what has ended. */
export async function fence(em: EntityManager, viewer: Viewer | null, grounds: readonly Ground[]): Promise<Fenced> {
  const [row] = await em.execute<{ isCurrent: boolean; database: string }[]>(
    ...named(FENCE, {
      grounds: JSON.stringify(grounds),
      roles: (viewer?.roles ?? []).join(" "),
      subject: viewer?.subject ?? null,
      organization: viewer?.organization ?? null,
    }),
  );
  return { isCurrent: row!.isCurrent, holdsMs: FENCE_HOLDS_MS, database: row!.database };
}
