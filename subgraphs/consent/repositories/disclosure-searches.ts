import type { EntityManager } from "@mikro-orm/postgresql";
import { decodeCursor, encodeCursor, foreignCursor } from "../../../kit/connection.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { protection, purposes } from "../../protection.ts";
import type { OrganizationDisclosure } from "../entities/organization-disclosure.ts";
import { named } from "./decisions.ts";

/** What is searched for: from `since` on and before `until`; a word that is absent leaves all. */
export interface DisclosureFilter {
  readonly since: Date;
  readonly until: Date;
  readonly category?: string | null;
  readonly purpose?: string | null;
  readonly isRefusedOnly?: boolean | null;
}

const silent = Object.keys(purposes).filter((purpose) => protection.isSilent(purpose));

const MATCHES = `r.reason not in ('SELF', 'PROXY') and r.decided_at >= :since::timestamptz and r.decided_at < :until::timestamptz
  and (:category::text is null or r.category = :category) and (:purpose::text is null or r.purpose = :purpose)
  and (not :isRefusedOnly::boolean or not r.is_permitted)`;
/**
 * Where whoever asks must not tell a consent that is refused from a plan that is not there, its officer must not either: the
 * refusal is in the log of the holder's officer alone.
 */
const ASKED_BY_US = `r.actor_organization_id = :organization::uuid
  and (r.is_permitted or r.purpose <> all (string_to_array(:silent, ' ')) or r.source_organization_id = :organization::uuid)`;
const HELD_BY_US = `r.source_organization_id = :organization::uuid and r.actor_organization_id is distinct from :organization::uuid`;
const AFTER = `(:afterAt::bigint is null or (r.decided_at, r.id) < ('epoch'::timestamptz + :afterAt::bigint * interval '1 microsecond', :afterId::bigint))`;
const LATEST = "order by r.decided_at desc, r.id desc limit :limit";

/** The search is written and the page is read in one statement: nothing is found that no row tells of. Each arm has its index. */
const SEARCH = `
  with search as (
    insert into disclosure_search (request_id, actor_subject, organization_id, application, since, until, category, purpose,
      is_refused_only, after_id)
    values (:requestId, :subject, :organization, :application, :since, :until, :category, :purpose, :isRefusedOnly, :afterId)
    returning id
  ), found as (
    (select r.* from decision_record r where ${ASKED_BY_US} and ${MATCHES} and ${AFTER} ${LATEST})
    union all
    (select r.* from decision_record r where ${HELD_BY_US} and ${MATCHES} and ${AFTER} ${LATEST})
  )
  select r.id::text, r.decided_at as "decidedAt", r.category, r.purpose, r.coordinates, r.actor_roles as "actorRoles", r.application,
    r.is_permitted as "isPermitted", r.actor_organization_id as "actorOrganizationId", r.source_organization_id as "sourceOrganizationId",
    r.receiver_organization_ids as "receiverOrganizationIds",
    case when r.reason in ('NO_GRANT', 'RESTRICTED') then 'NOT_PERMITTED' else r.reason end as ground,
    case when r.source_organization_id = :organization::uuid then r.person_id end as "subjectId",
    (extract(epoch from r.decided_at) * 1000000)::bigint::text as position
  from search cross join found r ${LATEST}`;

const COUNT = `
  select (select count(*) from decision_record r where ${ASKED_BY_US} and ${MATCHES})::int
    + (select count(*) from decision_record r where ${HELD_BY_US} and ${MATCHES})::int as count`;

/** Decisions that concern the viewer's organisation, newest first, one more than asked for; the search itself is recorded. */
export async function searchDisclosures(
  em: EntityManager,
  viewer: Viewer,
  requestId: string,
  filter: DisclosureFilter,
  first: number,
  after: string | null,
): Promise<OrganizationDisclosure[]> {
  const [afterAt, afterId] = after ? positionIn(after) : [null, null];
  const { subject, application } = viewer;
  const values = { ...valuesOf(viewer, filter), requestId, subject, application, afterAt, afterId, limit: first + 1 };
  const rows = await em.execute<OrganizationDisclosure[]>(...named(SEARCH, values));
  return rows.map((row) => ({ ...row, decidedAt: new Date(row.decidedAt) }));
}

export async function countFound(em: EntityManager, viewer: Viewer, filter: DisclosureFilter): Promise<number> {
  const [row] = await em.execute<{ count: number }[]>(...named(COUNT, valuesOf(viewer, filter)));
  return row!.count;
}

const valuesOf = ({ organization }: Viewer, { since, until, category, purpose, isRefusedOnly }: DisclosureFilter) => ({
  organization,
  since: since.toISOString(),
  until: until.toISOString(),
  category: category ?? null,
  purpose: purpose ?? null,
  isRefusedOnly: isRefusedOnly ?? false,
  silent: silent.join(" "),
});

export const cursorOf = ({ position, id }: OrganizationDisclosure): string => encodeCursor([position, id]);

function positionIn(cursor: string): [string, string] {
  const [at, id] = decodeCursor(cursor, 2);
  const isNumber = (value: unknown): value is string => typeof value === "string" && /^\d{1,18}$/.test(value);
  if (isNumber(at) && isNumber(id)) return [at, id];
  throw foreignCursor();
}
