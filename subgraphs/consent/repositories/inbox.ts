import type { EntityManager } from "@mikro-orm/postgresql";
import type { Viewer } from "../../../kit/viewer.ts";
import type { Work, WorkRecord } from "../../work.ts";
import { workKinds } from "../../work-kinds.ts";
import { InboxItem } from "../entities/inbox-item.ts";
import { named } from "./decisions.ts";

/** What nobody did anything about for so long has been dealt with elsewhere. */
export const SHOWN_DAYS = 180;

const REPLACE = `
  with stated as (
    select * from jsonb_to_recordset(:work::jsonb) as w(kind text, organization uuid, "appearsAt" timestamptz, "lapsesAt" timestamptz)
  ), gone as (
    delete from inbox_item i where i.record_id = :record
      and not exists (select from stated s where s.kind = i.kind and s.organization = i.recipient_organization_id)
  )
  insert into inbox_item (kind, recipient_organization_id, person_id, organization_id, record_id, content_hash, appears_at, lapses_at)
  select kind, organization, :person, :holder, :record, :contentHash, "appearsAt", "lapsesAt" from stated
  on conflict (record_id, kind, recipient_organization_id) do update
    set appears_at = excluded.appears_at, lapses_at = excluded.lapses_at, content_hash = excluded.content_hash`;

/** Everything that waits about a record from now on; an item stated again keeps who read it, unless it appears anew. */
export async function replaceItems(
  em: EntityManager,
  { id, personId, organizationId }: WorkRecord,
  contentHash: string | null,
  work: readonly Work[],
): Promise<void> {
  const values = { work: JSON.stringify(work), record: id, person: personId, holder: organizationId, contentHash };
  await em.execute(...named(REPLACE, values));
}

const WAITING = `
  select i.* from inbox_item i
  where i.recipient_organization_id = :organization::uuid and i.kind = any (string_to_array(:kinds, ' '))
    and i.appears_at <= clock_timestamp() and i.appears_at > clock_timestamp() - interval '${SHOWN_DAYS} days'
    and (i.lapses_at is null or i.lapses_at > clock_timestamp())`;

/** Where an item stands in an inbox: newest first, then by identifier downwards. */
export type InboxPosition = Pick<InboxItem, "appearsAt" | "id">;

/**
 * What waits for a member of an organisation in her roles, newest first: at most `limit` after a position; what others hold is
 * still to be permitted.
 */
export const findWaiting = (
  em: EntityManager,
  viewer: Viewer,
  after: InboxPosition | null,
  limit: number,
): Promise<InboxItem[]> => {
  const behind = after ? "and (i.appears_at, i.id) < (:time::timestamptz, :last::uuid)" : "";
  const values = { limit, time: after?.appearsAt, last: after?.id };
  return findWhere(em, viewer, `${behind} order by i.appears_at desc, i.id desc limit :limit`, values);
};

/** Those of these items that wait for her; what others hold is still to be permitted. */
export const findWaitingAmong = (em: EntityManager, viewer: Viewer, items: readonly string[]): Promise<InboxItem[]> =>
  findWhere(em, viewer, "and i.id = any (string_to_array(:items, ' ')::uuid[])", { items: items.join(" ") });

async function findWhere(
  em: EntityManager,
  { organization, roles }: Viewer,
  condition: string,
  values: Readonly<Record<string, unknown>>,
): Promise<InboxItem[]> {
  const kinds = Object.entries(workKinds).flatMap(([kind, seen]) =>
    seen.roles.some((role) => roles.includes(role)) ? [kind] : [],
  );
  if (!organization || kinds.length === 0) return [];
  const given = { ...values, organization, kinds: kinds.join(" ") };
  const rows = await em.execute<object[]>(...named(`${WAITING} ${condition}`, given));
  return rows.map((row) => em.map(InboxItem, row));
}

/** Which of these items the viewer has read since they appeared. */
export async function findRead(
  em: EntityManager,
  { subject }: Viewer,
  items: readonly string[],
): Promise<{ item: string }[]> {
  return em.execute(
    `select r.item_id as item from inbox_reading r
       join professional p on p.id = r.professional_id join inbox_item i on i.id = r.item_id
     where p.subject = ? and r.item_id = any (string_to_array(?, ' ')::uuid[]) and r.read_at >= i.appears_at`,
    [subject, items.join(" ")],
  );
}

const MARK = `
  insert into inbox_reading (item_id, professional_id, read_at)
  select item::uuid, p.id, clock_timestamp() from professional p, unnest(string_to_array(:items, ' ')) as item where p.subject = :subject
  on conflict (item_id, professional_id) do update set read_at = excluded.read_at`;

export async function markRead(em: EntityManager, { subject }: Viewer, items: readonly string[]): Promise<void> {
  await em.execute(...named(MARK, { subject, items: items.join(" ") }));
}

/** Forgets what is shown to nobody any more. */
export async function forgetOldItems(em: EntityManager): Promise<void> {
  await em.execute(
    `delete from inbox_item where appears_at < now() - interval '${SHOWN_DAYS} days' or lapses_at < now()`,
  );
}
