import type { FilterQuery } from "@mikro-orm/core";
import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { decodeCursor, encodeCursor, foreignCursor, type Page, toPage } from "../../../kit/connection.ts";
import type { Enforcement } from "../../../kit/enforcement.ts";
import { isIdentifier } from "../../../kit/identifier.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { rule } from "../../protection.ts";
import { CoordinationMeeting } from "../entities/coordination-meeting.ts";
import { CoordinationTask } from "../entities/coordination-task.ts";

const RULE = rule("SOCIAL_RIGHTS", "SOCIAL_FOLLOW_UP");

/** Meetings of these people, the latest first. */
export async function findMeetings(em: EntityManager, viewer: Viewer | null, personIds: readonly string[]) {
  if (!viewer) return [];
  return em.find(CoordinationMeeting, { personId: [...personIds] }, { orderBy: { heldOn: "desc", id: "asc" } });
}

export async function findMeeting(em: EntityManager, id: string): Promise<CoordinationMeeting | null> {
  return em.findOne(CoordinationMeeting, id);
}

/** Tasks of these meetings, the one due first first. */
export async function findTasks(em: EntityManager, viewer: Viewer | null, meetingIds: readonly string[]) {
  if (!viewer) return [];
  return em.find(CoordinationTask, { meetingId: [...meetingIds] }, { orderBy: { dueOn: "asc", id: "asc" } });
}

/** Those of these tasks that the viewer's organisation holds or is to do, or that are about herself; each follows its rule. */
export async function findTasksFor(em: EntityManager, viewer: Viewer | null, ids: readonly string[]) {
  const { dataSubject, organization } = viewer ?? {};
  if (dataSubject) return em.find(CoordinationTask, { id: [...ids], personId: dataSubject });
  return organization ? em.find(CoordinationTask, { id: [...ids], ...ofOrganization(organization) }) : [];
}

const ofOrganization = (organization: string) => ({
  $or: [{ organizationId: organization }, { assigneeId: organization }],
});

/** One that the viewer's organisation holds or is to do, locked until the transaction ends; null when there is none for her. */
export async function lockTask(em: EntityManager, viewer: Viewer | null, id: string): Promise<CoordinationTask | null> {
  const organization = viewer?.organization;
  if (!organization || !isIdentifier(id)) return null;
  return em.findOne(
    CoordinationTask,
    { id, ...ofOrganization(organization) },
    { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  );
}

/** Tasks of one person held by one organisation: what one decision is about. */
interface Share {
  readonly person_id: string;
  readonly organization_id: string;
  readonly count: number;
}

/**
 * One page of the open tasks that the viewer's organisation called for or is to do, or of those about the viewer herself, the one
 * due first first. Two statements: what there is, by person and holder; then the rows of those she may read.
 */
export async function findOpenTasks(
  em: EntityManager,
  enforcement: Enforcement,
  { first, after, dueBefore }: { first: number; after: string | null; dueBefore: string | null },
): Promise<Page<CoordinationTask>> {
  const position = after ? positionIn(after) : null;
  const organization = enforcement.viewer?.organization ?? null;
  const person = enforcement.viewer?.dataSubject ?? null;
  if (!organization && !person) return toPage<CoordinationTask>([], first, cursorOf, 0);
  const shares = await em.execute<Share[]>(
    `select person_id, organization_id, count(*)::int as count from coordination_task
     where done_on is null and ${organization ? "(organization_id = ? or assignee_id = ?)" : "person_id = ?"}
       and (?::date is null or due_on < ?::date) group by person_id, organization_id`,
    [...(organization ? [organization, organization] : [person]), dueBefore, dueBefore],
  );
  const recordOf = (share: Share) => ({ subject: share.person_id, holder: share.organization_id });
  const readable = await enforcement.readable(shares, recordOf, RULE);
  const totalCount = readable.reduce((sum, { count }) => sum + count, 0);
  if (totalCount === 0) return toPage<CoordinationTask>([], first, cursorOf, 0);
  const theirs = organization ? ofOrganization(organization) : {};
  const ofShares = readable.map((share) => ({ personId: share.person_id, organizationId: share.organization_id }));
  const due = dueBefore === null ? {} : { dueOn: { $lt: dueBefore } };
  const where = { $and: [{ doneOn: null, $or: ofShares }, theirs, due, ...(position ? [position] : [])] };
  const rows = await em.find(CoordinationTask, where as FilterQuery<CoordinationTask>, {
    orderBy: { dueOn: "asc", id: "asc" },
    limit: first + 1,
  });
  return toPage(rows, first, cursorOf, totalCount);
}

const cursorOf = ({ dueOn, id }: CoordinationTask) => encodeCursor([dueOn, id]);

function positionIn(cursor: string): object {
  const [dueOn, id] = decodeCursor(cursor, 2);
  if (typeof dueOn !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(dueOn) || Number.isNaN(Date.parse(dueOn)))
    throw foreignCursor();
  if (!isIdentifier(id)) throw foreignCursor();
  return { $or: [{ dueOn: { $gt: dueOn } }, { dueOn, id: { $gt: id } }] };
}
