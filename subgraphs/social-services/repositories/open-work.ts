import type { EntityName, FilterQuery } from "@mikro-orm/core";
import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { decodeCursor, encodeCursor, foreignCursor, type Page, toPage } from "../../../kit/connection.ts";
import type { Enforcement } from "../../../kit/enforcement.ts";
import { isIdentifier } from "../../../kit/identifier.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { type PersonalRow, rule } from "../../protection.ts";

const RULE = rule("SOCIAL_RIGHTS", "SOCIAL_FOLLOW_UP");

/** What one organisation holds and another is to do by a day. */
export interface OpenWork extends PersonalRow {
  readonly id: string;
  readonly assigneeId: string;
  readonly dueOn: string;
}

/** Where such work is stored, and the day that says that it is over. */
export interface WorkTable<Work extends OpenWork> {
  readonly entity: EntityName<Work>;
  readonly table: string;
  readonly over: { readonly property: keyof Work & string; readonly column: string };
}

/** One that the viewer's organisation holds or is to do, locked until the transaction ends; null when there is none for her. */
export async function lockWork<Work extends OpenWork>(
  em: EntityManager,
  viewer: Viewer | null,
  { entity }: Pick<WorkTable<Work>, "entity">,
  id: string,
): Promise<Work | null> {
  const organization = viewer?.organization;
  if (!organization || !isIdentifier(id)) return null;
  const ofTheirs: object = { id, $or: [{ organizationId: organization }, { assigneeId: organization }] };
  const options = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true };
  return em.findOne<Work>(entity, ofTheirs as FilterQuery<Work>, options) as Promise<Work | null>;
}

/** Work about one person held by one organisation: what one decision is about. */
interface Share {
  readonly person_id: string;
  readonly organization_id: string;
  readonly count: number;
}

/**
 * One page of the open work that the viewer's organisation holds or is to do, or of that about the viewer herself, the one
 * due first first. Two statements: what there is, by person and holder; then the rows of those she may read.
 */
export async function findOpenWork<Work extends OpenWork>(
  em: EntityManager,
  enforcement: Enforcement,
  { entity, table, over }: WorkTable<Work>,
  { first, after, dueBefore }: { first: number; after: string | null; dueBefore: string | null },
): Promise<Page<Work>> {
  const position = after ? positionIn(after) : null;
  const organization = enforcement.viewer?.organization ?? null;
  const person = enforcement.viewer?.dataSubject ?? null;
  if (!organization && !person) return toPage<Work>([], first, cursorOf, 0);
  const shares = await em.execute<Share[]>(
    `select person_id, organization_id, count(*)::int as count from ${table}
     where ${over.column} is null and ${organization ? "(organization_id = ? or assignee_id = ?)" : "person_id = ?"}
       and (?::date is null or due_on < ?::date) group by person_id, organization_id`,
    [...(organization ? [organization, organization] : [person]), dueBefore, dueBefore],
  );
  const recordOf = (share: Share) => ({ subject: share.person_id, holder: share.organization_id });
  const readable = await enforcement.readable(shares, recordOf, RULE);
  const totalCount = readable.reduce((sum, { count }) => sum + count, 0);
  if (totalCount === 0) return toPage<Work>([], first, cursorOf, 0);
  const theirs = organization ? { $or: [{ organizationId: organization }, { assigneeId: organization }] } : {};
  const ofShares = readable.map((share) => ({ personId: share.person_id, organizationId: share.organization_id }));
  const due = dueBefore === null ? {} : { dueOn: { $lt: dueBefore } };
  const where = { $and: [{ [over.property]: null, $or: ofShares }, theirs, due, ...(position ? [position] : [])] };
  const rows = await em.find<Work>(entity, where as FilterQuery<Work>, {
    orderBy: { dueOn: "asc", id: "asc" } as never,
    limit: first + 1,
  });
  return toPage(rows as Work[], first, cursorOf, totalCount);
}

const cursorOf = ({ dueOn, id }: OpenWork) => encodeCursor([dueOn, id]);

function positionIn(cursor: string): object {
  const [dueOn, id] = decodeCursor(cursor, 2);
  if (typeof dueOn !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(dueOn) || Number.isNaN(Date.parse(dueOn)))
    throw foreignCursor();
  if (!isIdentifier(id)) throw foreignCursor();
  return { $or: [{ dueOn: { $gt: dueOn } }, { dueOn, id: { $gt: id } }] };
}
